using ILGPU;
using Rnnctl.Compute.Formulas;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Rows;

/// <summary>
/// Row by row, a group for each: log Σ exp(x), then the best classes one after another, each the best of those that come after the one before: of a smaller
/// logit, or of an equal one and a higher id.
/// </summary>
internal readonly struct BestClassesKernel<TReal>(
    DeviceMatrix<TReal> logits, DeviceMatrix<TReal> logProbabilities, DeviceMatrix<int> ids) : IGroupKernel
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <inheritdoc />
    public void Run(int piece)
    {
        ArrayView<TReal> shared = SharedMemory.Allocate<TReal>(KernelQueue.LargestGroup);
        ArrayView<int> best = SharedMemory.Allocate<int>(KernelQueue.LargestGroup);
        TReal m = TReal.Constant(0), logarithm = TReal.Constant(0);
        int last = -1;
        for (int rank = 0; rank < logProbabilities.Columns; rank++)
        {
            last = Next(piece, last, best);
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

    /// <summary>The best of the classes that come after <paramref name="last"/>, which is -1 before the first.</summary>
    private int Next(int row, int last, ArrayView<int> best)
    {
        int mine = -1;
        for (int column = Group.IdxX; column < logits.Columns; column += Group.DimX)
        {
            if (last < 0 || IsBefore(row, last, column)) mine = Better(row, mine, column);
        }

        best[Group.IdxX] = mine;
        GroupBarrier.Wait();
        for (int half = Group.DimX / 2; half > 0; half /= 2)
        {
            if (Group.IdxX < half) best[Group.IdxX] = Better(row, best[Group.IdxX], best[Group.IdxX + half]);
            GroupBarrier.Wait();
        }

        // The second barrier keeps a quick thread from writing its next class over the result. Where a logit is NaN, none may come after the last.
        int result = best[0] < 0 ? 0 : best[0];
        GroupBarrier.Wait();
        return result;
    }

    private int Better(int row, int a, int b)
    {
        if (a < 0) return b;
        return b < 0 || IsBefore(row, a, b) ? a : b;
    }

    private bool IsBefore(int row, int a, int b)
    {
        if (TReal.IsAbove(logits[row, a], logits[row, b])) return true;
        if (TReal.IsAbove(logits[row, b], logits[row, a])) return false;
        return a < b;
    }
}
