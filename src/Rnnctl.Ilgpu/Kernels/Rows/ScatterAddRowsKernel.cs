using ILGPU;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Rows;

/// <summary>
/// Adds row i of the source to row ids[i] of the gradient. In <paramref name="order"/> the rows with the same id follow each other; the thread of the first of
/// them adds them all, one by one. So no atomic additions are needed, and the sums have a fixed order.
/// </summary>
/// <param name="source">The source, <c>[rows, columns]</c>.</param>
/// <param name="ids">The rows' ids.</param>
/// <param name="order">The rows in the order of their ids.</param>
/// <param name="gradient">The gradient, <c>[ids, columns]</c>.</param>
internal readonly struct ScatterAddRowsKernel<TReal>(DeviceMatrix<TReal> source, ArrayView<int> ids, ArrayView<int> order, DeviceMatrix<TReal> gradient)
    : IElementKernel
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <inheritdoc />
    public void Run(int index)
    {
        int position = index / source.Columns, column = index % source.Columns;
        int id = ids[order[position]];
        if (id < 0 || (position > 0 && ids[order[position - 1]] == id)) return;
        TReal sum = gradient[id, column];
        for (; position < source.Rows && ids[order[position]] == id; position++) sum += source[order[position], column];
        gradient[id, column] = sum;
    }
}
