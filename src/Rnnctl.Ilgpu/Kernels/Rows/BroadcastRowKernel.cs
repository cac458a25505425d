using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Rows;

/// <summary>Every row of the target ← row + weight · second.</summary>
/// <param name="row">The row <c>[1, columns]</c>.</param>
/// <param name="second">The second row, <c>[1, columns]</c>.</param>
/// <param name="weight">1, or 0 if there is no second row.</param>
/// <param name="target">The target, <c>[rows, columns]</c>.</param>
internal readonly struct BroadcastRowKernel<TReal>(DeviceMatrix<TReal> row, DeviceMatrix<TReal> second, TReal weight, DeviceMatrix<TReal> target)
    : IElementKernel
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <inheritdoc />
    public void Run(int index)
    {
        int column = index % target.Columns;
        target[index] = row[0, column] + (weight * second[0, column]);
    }
}
