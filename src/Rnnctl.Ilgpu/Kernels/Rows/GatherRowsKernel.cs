using ILGPU;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Rows;

/// <summary>Row i of the target ← row ids[i] of the table; zeros if the id is negative.</summary>
internal readonly struct GatherRowsKernel<TReal>(DeviceMatrix<TReal> table, ArrayView<int> ids, DeviceMatrix<TReal> target) : IElementKernel
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <inheritdoc />
    public void Run(int index)
    {
        int row = index / target.Columns, column = index % target.Columns;
        int id = ids[row];
        target[row, column] = id < 0 ? TReal.Constant(0) : table[id, column];
    }
}
