using ILGPU;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Rows;

/// <summary>gradient ← gradient + upstream · scale · (probabilities - onehot(ids)); rows with a negative id do not change.</summary>
internal readonly struct CrossEntropyGradientKernel<TReal>(
    DeviceMatrix<TReal> probabilities, ArrayView<int> ids, ArrayView<TReal> upstream, TReal scale, DeviceMatrix<TReal> gradient) : IElementKernel
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <inheritdoc />
    public void Run(int index)
    {
        int row = index / gradient.Columns, column = index % gradient.Columns;
        int id = ids[row];
        if (id < 0) return;
        TReal expected = column == id ? TReal.Constant(1) : TReal.Constant(0);
        gradient[row, column] += upstream[0] * scale * (probabilities[row, column] - expected);
    }
}
