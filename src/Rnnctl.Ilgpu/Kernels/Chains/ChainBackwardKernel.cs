using ILGPU;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Chains;

/// <summary>
/// The backward algorithm: p(i) ← Σ_j p(j) exp(a(i) + A(i, j) - n(j)) from the last token to the first. It adds upstream · scale · p to the emissions'
/// gradient. One group per sequence, one thread per label.
/// </summary>
/// <param name="chain">The chain.</param>
/// <param name="prefixScores">The prefix scores n from the forward algorithm, <c>[N, L]</c>.</param>
/// <param name="weights">Receives the weights a of the prefixes, <c>[N, L]</c>, for <see cref="ChainTransitionsKernel{TReal}"/>.</param>
/// <param name="marginals">Receives the distributions p of the tokens, <c>[N, L]</c>, for the same kernel.</param>
/// <param name="upstream">The gradient of the loss.</param>
/// <param name="scale">The factor of one log Z in the loss.</param>
/// <param name="gradient">The emissions' gradient, <c>[N, L]</c>.</param>
internal readonly struct ChainBackwardKernel<TReal>(
    ChainView<TReal> chain,
    DeviceMatrix<TReal> prefixScores,
    DeviceMatrix<TReal> weights,
    DeviceMatrix<TReal> marginals,
    ArrayView<TReal> upstream,
    TReal scale,
    DeviceMatrix<TReal> gradient) : IGroupKernel
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <inheritdoc />
    public void Run(int piece)
    {
        ArrayView<TReal> shared = SharedMemory.Allocate<TReal>(KernelQueue.LargestGroup);
        int row = chain.Row(piece, chain.Lengths[piece] - 1);
        WritePrefixWeights(row, shared);
        WriteLastMarginals(row, shared);
        for (int token = chain.Lengths[piece] - 2; token >= 0; token--)
        {
            int after = row;
            row = chain.Row(piece, token);
            WritePrefixWeights(row, shared);
            for (int i = Group.IdxX; i < chain.Labels; i += Group.DimX) Keep(row, i, Marginal(row, after, i));
            GroupBarrier.Wait();
        }
    }

    /// <summary>a(i) ← e(i) + n(i) minus the largest of them; for a label that is not allowed, a number whose exponential is zero.</summary>
    private void WritePrefixWeights(int row, ArrayView<TReal> shared)
    {
        TReal best = chain.BestPrefix(row, prefixScores, shared);
        for (int i = Group.IdxX; i < chain.Labels; i += Group.DimX)
        {
            TReal weight = TReal.Constant(ChainView<TReal>.Forbidden);
            if (i >= chain.First(row) && i < chain.Last(row)) weight = chain.Emissions[row, i] + prefixScores[row, i] - best;
            weights[row, i] = weight;
        }

        GroupBarrier.Wait();
    }

    /// <summary>The distribution of the last token: p(j) ← exp(a(j) + end(j)) / Σ.</summary>
    private void WriteLastMarginals(int row, ArrayView<TReal> shared)
    {
        TReal largest = TReal.Constant(ChainView<TReal>.Forbidden);
        for (int j = Group.IdxX; j < chain.Labels; j += Group.DimX) largest = TReal.Max(largest, weights[row, j] + chain.End[0, j]);
        largest = GroupReduction.Largest(shared, largest);
        TReal sum = TReal.Constant(0);
        for (int j = Group.IdxX; j < chain.Labels; j += Group.DimX) sum += TReal.Exp(weights[row, j] + chain.End[0, j] - largest);
        sum = GroupReduction.Sum(shared, sum);
        for (int j = Group.IdxX; j < chain.Labels; j += Group.DimX) Keep(row, j, TReal.Exp(weights[row, j] + chain.End[0, j] - largest) / sum);
        GroupBarrier.Wait();
    }

    private TReal Marginal(int row, int after, int i)
    {
        TReal sum = TReal.Constant(0);
        int last = chain.Last(after);
        for (int j = chain.First(after); j < last; j++)
        {
            TReal p = marginals[after, j];
            if (TReal.IsAbove(p, TReal.Constant(0))) sum += p * TReal.Exp(weights[row, i] + chain.Transitions[i, j] - prefixScores[after, j]);
        }

        return sum;
    }

    private void Keep(int row, int label, TReal p)
    {
        marginals[row, label] = p;
        gradient[row, label] += upstream[0] * scale * p;
    }
}
