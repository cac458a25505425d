using ILGPU;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Chains;

/// <summary>
/// The Viterbi algorithm, a group for each sequence, a thread for each label: forward prefixScores(j) ← max_i a(i) + A(i, j), and back along the labels of
/// the largest sums.
/// </summary>
/// <param name="chain">The chain.</param>
/// <param name="prefixScores">Working memory, <c>[N, L]</c>.</param>
/// <param name="labels">The labels, <c>[N]</c>.</param>
internal readonly struct ChainBestKernel<TReal>(ChainView<TReal> chain, DeviceMatrix<TReal> prefixScores, ArrayView<int> labels) : IGroupKernel
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <inheritdoc />
    public void Run(int piece)
    {
        ArrayView<TReal> shared = SharedMemory.Allocate<TReal>(KernelQueue.LargestGroup);
        ArrayView<int> candidates = SharedMemory.Allocate<int>(KernelQueue.LargestGroup);
        int length = chain.Lengths[piece], row = chain.Row(piece, 0);
        for (int j = Group.IdxX; j < chain.Labels; j += Group.DimX) prefixScores[row, j] = chain.Start[0, j];
        GroupBarrier.Wait();
        for (int token = 1; token < length; token++)
        {
            int before = row;
            row = chain.Row(piece, token);
            TReal best = chain.BestPrefix(before, prefixScores, shared);
            for (int j = Group.IdxX; j < chain.Labels; j += Group.DimX) prefixScores[row, j] = PrefixScore(before, best, j);
            GroupBarrier.Wait();
        }

        int label = -1;
        for (int token = length - 1; token >= 0; token--)
        {
            row = chain.Row(piece, token);
            label = BestBefore(row, label, candidates);
            if (Group.IdxX == 0) labels[row] = label;
        }
    }

    private TReal PrefixScore(int before, TReal best, int j)
    {
        TReal largest = TReal.Constant(ChainView<TReal>.Forbidden);
        for (int i = 0; i < chain.Labels; i++)
            largest = TReal.Max(largest, chain.Emissions[before, i] + prefixScores[before, i] - best + chain.Transitions[i, j]);
        return largest;
    }

    /// <summary>The best label of a row that goes on to a label, or where that is -1 to the end.</summary>
    private int BestBefore(int row, int onward, ArrayView<int> candidates)
    {
        int best = Group.IdxX < chain.Labels ? Group.IdxX : 0;
        for (int i = best; i < chain.Labels; i += Group.DimX) best = Better(row, onward, best, i);
        candidates[Group.IdxX] = best;
        GroupBarrier.Wait();
        for (int half = Group.DimX / 2; half > 0; half /= 2)
        {
            if (Group.IdxX < half) candidates[Group.IdxX] = Better(row, onward, candidates[Group.IdxX], candidates[Group.IdxX + half]);
            GroupBarrier.Wait();
        }

        best = candidates[0];
        GroupBarrier.Wait();
        return best;
    }

    private int Better(int row, int onward, int a, int b)
    {
        TReal scoreA = Score(row, onward, a), scoreB = Score(row, onward, b);
        if (TReal.IsAbove(scoreA, scoreB)) return a;
        if (TReal.IsAbove(scoreB, scoreA)) return b;
        return a < b ? a : b;
    }

    private TReal Score(int row, int onward, int label)
    {
        TReal score = chain.Emissions[row, label] + prefixScores[row, label];
        if (onward < 0) return score + chain.End[0, label];
        return score + chain.Transitions[label, onward];
    }
}
