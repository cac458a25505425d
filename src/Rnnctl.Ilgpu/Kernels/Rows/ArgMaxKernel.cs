using ILGPU;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Rows;

/// <summary>The column of the largest element of each row; the first column if several are equal. One group per row.</summary>
internal readonly struct ArgMaxKernel<TReal>(DeviceMatrix<TReal> source, ArrayView<int> target) : IGroupKernel
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <inheritdoc />
    public void Run(int piece)
    {
        ArrayView<int> shared = SharedMemory.Allocate<int>(KernelQueue.LargestGroup);
        var scores = new RowScores<TReal>(source.Row(piece));
        int best = -1;
        for (int column = Group.IdxX; column < source.Columns; column += Group.DimX) best = Ranking.Better<TReal, RowScores<TReal>>(scores, best, column);
        best = Ranking.Best<TReal, RowScores<TReal>>(scores, best, shared);
        if (Group.IdxX == 0) target[piece] = best;
    }
}
