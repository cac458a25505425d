using ILGPU;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Chains;

/// <summary>
/// The Viterbi algorithm: prefixScores(j) ← max_i a(i) + A(i, j) from the first token to the last, then back along the labels of the best path. One group
/// per sequence, one thread per label.
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
            for (int j = Group.IdxX; j < chain.Labels; j += Group.DimX) prefixScores[row, j] = BestPrefixScore(before, best, j);
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

    private TReal BestPrefixScore(int before, TReal best, int j)
    {
        TReal largest = TReal.Constant(ChainView<TReal>.Forbidden);
        for (int i = 0; i < chain.Labels; i++)
            largest = TReal.Max(largest, chain.Emissions[before, i] + prefixScores[before, i] - best + chain.Transitions[i, j]);
        return largest;
    }

    /// <summary>The label of a row on the best path to <paramref name="next"/>, the next token's label, or to the end if that is -1.</summary>
    private int BestBefore(int row, int next, ArrayView<int> shared)
    {
        var scores = new PathScores(chain, prefixScores, row, next);
        int best = -1;
        for (int label = Group.IdxX; label < chain.Labels; label += Group.DimX) best = Ranking.Better<TReal, PathScores>(scores, best, label);
        return Ranking.Best<TReal, PathScores>(scores, best, shared);
    }

    /// <summary>The score of the best path through each label of a row to the next token's label, or to the end.</summary>
    private readonly struct PathScores(ChainView<TReal> chain, DeviceMatrix<TReal> prefixScores, int row, int next) : IScores<TReal>
    {
        /// <inheritdoc />
        public TReal Of(int index)
        {
            TReal score = chain.Emissions[row, index] + prefixScores[row, index];
            return next < 0 ? score + chain.End[0, index] : score + chain.Transitions[index, next];
        }
    }
}
