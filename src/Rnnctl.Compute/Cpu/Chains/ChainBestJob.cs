using System.Numerics;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Threading;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Chains;

/// <summary>
/// The Viterbi algorithm over every sequence: like the forward algorithm, but with the best prefix instead of the sum of all prefixes. The way back recomputes
/// which prefix was best, for one label per token.
/// </summary>
/// <param name="chain">The chain.</param>
/// <param name="prefixScores">The scores of the best prefixes, <c>[N, L]</c>.</param>
/// <param name="labels">The labels, <c>[N]</c>.</param>
/// <param name="memory">Working memory, <see cref="Rows"/> rows for each thread.</param>
internal readonly unsafe struct ChainBestJob<T, TLanes>(ChainMatrices<T> chain, Matrix<T> prefixScores, int* labels, T* memory) : IParallelJob
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    /// <summary>The number of rows of working memory per thread.</summary>
    public const int Rows = 2;

    private LabelRange All => new(0, chain.Labels);

    /// <inheritdoc />
    public void Run(int part, int parts)
    {
        T* own = memory + ((nint)part * Rows * chain.Width);
        for (int sequence = part; sequence < chain.Sequences; sequence += parts)
        {
            WalkForward(sequence, own, own + chain.Width);
            WalkBack(sequence, own);
        }
    }

    private void WalkForward(int sequence, T* a, T* n)
    {
        int row = chain.Row(sequence, token: 0);
        new Span<T>(chain.Start, chain.Labels).CopyTo(new Span<T>(prefixScores.Row(row), chain.Labels));
        for (int token = 1; token < chain.LengthOf(sequence); token++)
        {
            ChainStep<T, TLanes>.PrefixWeights(chain.Emissions.Row(row), prefixScores.Row(row), All, a);
            ChainStep<T, TLanes>.BestPrefixScores(a, All, chain.Transitions, chain.Width, All, n);
            row = chain.Row(sequence, token);
            new Span<T>(n, chain.Labels).CopyTo(new Span<T>(prefixScores.Row(row), chain.Labels));
        }
    }

    private void WalkBack(int sequence, T* a)
    {
        T* onward = chain.End;
        int stride = 1;
        for (int token = chain.LengthOf(sequence) - 1; token >= 0; token--)
        {
            int row = chain.Row(sequence, token);
            ChainStep<T, TLanes>.PrefixWeights(chain.Emissions.Row(row), prefixScores.Row(row), All, a);
            int best = 0;
            for (int i = 1; i < chain.Labels; i++)
            {
                if (a[i] + onward[(nint)i * stride] > a[best] + onward[(nint)best * stride]) best = i;
            }

            labels[row] = best;
            onward = chain.Transitions + best;
            stride = chain.Width;
        }
    }
}
