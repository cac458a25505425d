using Rnnctl.Compute.Formulas;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Elementwise;

/// <summary>target ← f(target, a, b); all have the same shape.</summary>
internal readonly struct MapKernel<TReal, TFormula>(TFormula formula, DeviceMatrix<TReal> target, DeviceMatrix<TReal> a, DeviceMatrix<TReal> b)
    : IElementKernel
    where TReal : unmanaged, IDeviceReal<TReal>
    where TFormula : unmanaged, IFormula
{
    /// <inheritdoc />
    public void Run(int index)
    {
        int row = index / target.Columns, column = index % target.Columns;
        target[row, column] = formula.Apply(target[row, column], a[row, column], b[row, column]);
    }
}
