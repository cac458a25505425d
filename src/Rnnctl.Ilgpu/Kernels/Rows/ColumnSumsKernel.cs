using ILGPU;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Rows;

/// <summary>
/// Adds the sum of all rows of the source to the row <c>[1, columns]</c>. A group processes neighbouring columns, which it reads side by side, and shares the
/// rows among its threads.
/// </summary>
/// <param name="source">The source.</param>
/// <param name="width">The number of columns per group: a power of two, at most the number of threads.</param>
/// <param name="sum">The sums.</param>
internal readonly struct ColumnSumsKernel<TReal>(DeviceMatrix<TReal> source, int width, DeviceMatrix<TReal> sum) : IGroupKernel
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <inheritdoc />
    public void Run(int piece)
    {
        ArrayView<TReal> parts = SharedMemory.Allocate<TReal>(KernelQueue.LargestGroup);
        int column = (piece * width) + (Group.IdxX % width);
        TReal part = TReal.Constant(0);
        if (column < source.Columns)
        {
            for (int row = Group.IdxX / width; row < source.Rows; row += Group.DimX / width) part += source[row, column];
        }

        parts[Group.IdxX] = part;
        GroupBarrier.Wait();
        for (int half = Group.DimX / 2; half >= width; half /= 2)
        {
            if (Group.IdxX < half) parts[Group.IdxX] += parts[Group.IdxX + half];
            GroupBarrier.Wait();
        }

        if (Group.IdxX < width && column < source.Columns) sum[0, column] += parts[Group.IdxX];
    }
}
