using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Products;

/// <summary>C ← beta C + A B, one thread per element of C. For ILGPU's CPU accelerator, where barriers cost more than shared memory saves.</summary>
/// <param name="a">A, <c>[M, K]</c>.</param>
/// <param name="b">B, <c>[K, N]</c>.</param>
/// <param name="inner">K.</param>
/// <param name="accumulate">Whether beta is 1, else 0.</param>
/// <param name="c">C, <c>[M, N]</c>.</param>
internal readonly struct PlainProductKernel<TReal>(
    ProductOperand<TReal> a, ProductOperand<TReal> b, int inner, int accumulate, DeviceMatrix<TReal> c) : IElementKernel
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <inheritdoc />
    public void Run(int index)
    {
        int row = index / c.Columns, column = index % c.Columns;
        TReal sum = accumulate != 0 ? c[row, column] : TReal.Constant(0);
        for (int k = 0; k < inner; k++) sum = TReal.MultiplyAdd(a[row, k], b[k, column], sum);
        c[row, column] = sum;
    }
}
