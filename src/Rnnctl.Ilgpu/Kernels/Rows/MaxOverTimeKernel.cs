using ILGPU;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Rows;

/// <summary>The maximum over time of each sequence and column, and its row. Of equal values the first counts.</summary>
internal readonly struct MaxOverTimeKernel<TReal>(
    DeviceMatrix<TReal> source, ArrayView<int> offsets, ArrayView<int> lengths, DeviceMatrix<TReal> target, ArrayView<int> rows) : IElementKernel
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <inheritdoc />
    public void Run(int index)
    {
        int sequence = index / target.Columns, column = index % target.Columns;
        int best = sequence;
        for (int step = 1; step < lengths[sequence]; step++)
        {
            int row = offsets[step] + sequence;
            if (TReal.IsAbove(source[row, column], source[best, column])) best = row;
        }

        target[sequence, column] = source[best, column];
        rows[index] = best;
    }
}
