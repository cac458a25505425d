using ILGPU;
using Rnnctl.Compute.Formulas;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Rows;

/// <summary>
/// log Σ exp(x) of each row x, and its best classes with their log p. The best classes are found one after another: each is the best of the classes that
/// <see cref="Ranking"/> puts after the previous one. One group per row.
/// </summary>
internal readonly struct BestClassesKernel<TReal>(
    DeviceMatrix<TReal> logits, DeviceMatrix<TReal> logProbabilities, DeviceMatrix<int> ids) : IGroupKernel
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <inheritdoc />
    public void Run(int piece)
    {
        ArrayView<TReal> shared = SharedMemory.Allocate<TReal>(KernelQueue.LargestGroup);
        ArrayView<int> candidates = SharedMemory.Allocate<int>(KernelQueue.LargestGroup);
        TReal m = TReal.Constant(0), logarithm = TReal.Constant(0);
        int last = -1;
        for (int rank = 0; rank < logProbabilities.Columns; rank++)
        {
            last = Next(piece, last, candidates);
            if (rank == 0)
            {
                m = logits[piece, last];
                logarithm = LogSum(piece, m, shared);
            }

            if (Group.IdxX != 0) continue;
            ids[piece, rank] = last;
            logProbabilities[piece, rank] = logits[piece, last] - m - logarithm;
        }
    }

    private TReal LogSum(int row, TReal m, ArrayView<TReal> shared)
    {
        ArrayView<TReal> x = logits.Row(row);
        return TReal.Log(GroupReduction.Sum(shared, RowLoop.Sum(new SoftmaxFormulas.SumOfExponentials<TReal>(m), logits.Columns, x, x, x)));
    }

    /// <summary>The best of the classes that come after <paramref name="last"/>; the best of all if that is -1.</summary>
    private int Next(int row, int last, ArrayView<int> shared)
    {
        var scores = new RowScores<TReal>(logits.Row(row));
        int best = -1;
        for (int column = Group.IdxX; column < logits.Columns; column += Group.DimX)
        {
            if (last < 0 || Ranking.IsBefore<TReal, RowScores<TReal>>(scores, last, column))
                best = Ranking.Better<TReal, RowScores<TReal>>(scores, best, column);
        }

        // If a logit is NaN, there may be no class after the last one.
        best = Ranking.Best<TReal, RowScores<TReal>>(scores, best, shared);
        return best < 0 ? 0 : best;
    }
}
