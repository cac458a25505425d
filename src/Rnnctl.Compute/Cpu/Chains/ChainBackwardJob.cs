using System.Numerics;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Threading;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Chains;

/// <summary>
/// The backward algorithm over every sequence. The sequences form groups, whose number does not depend on the number of threads. Each group counts its own
/// transitions, so that the counts are added in a fixed order.
/// </summary>
/// <param name="chain">The chain.</param>
/// <param name="prefixScores">The prefix scores from the forward algorithm, <c>[N, L]</c>.</param>
/// <param name="scale">The factor of a marginal in the gradient.</param>
/// <param name="emissionGradient">The emissions' gradient, <c>[N, L]</c>.</param>
/// <param name="counts">The expected counts of each group, <c>[L + 2, width]</c>: transitions, first labels and last labels.</param>
/// <param name="groups">The number of groups.</param>
/// <param name="memory">Working memory, <see cref="Rows"/> rows for each thread.</param>
internal readonly unsafe struct ChainBackwardJob<T, TLanes>(
    ChainMatrices<T> chain, Matrix<T> prefixScores, T scale, Matrix<T> emissionGradient, T* counts, int groups, T* memory) : IParallelJob
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    /// <summary>The number of rows of working memory per thread.</summary>
    public const int Rows = 4;

    private int CountRows => chain.Labels + 2;

    /// <inheritdoc />
    public void Run(int part, int parts)
    {
        T* own = memory + ((nint)part * Rows * chain.Width);
        for (int group = part; group < groups; group += parts)
        {
            T* sums = counts + ((nint)group * CountRows * chain.Width);
            new Span<T>(sums, CountRows * chain.Width).Clear();
            for (int sequence = group; sequence < chain.Sequences; sequence += groups) Walk(sequence, sums, own);
        }
    }

    private void Walk(int sequence, T* sums, T* own)
    {
        int width = chain.Width;
        T* a = own, n = own + width, p = n + width, q = p + width;
        int token = chain.LengthOf(sequence) - 1;
        int row = chain.Row(sequence, token);
        LabelRange range = chain.Allowed(row);
        ChainStep<T, TLanes>.PrefixWeights(chain.Emissions.Row(row), prefixScores.Row(row), range, a);
        new Span<T>(p, width).Clear();
        ChainStep<T, TLanes>.LastMarginals(a, chain.End, range, p);
        Add(p, range, sums + ((nint)(chain.Labels + 1) * width), T.One);
        Add(p, range, emissionGradient.Row(row), scale);
        for (; token > 0; token--)
        {
            LabelRange after = range;
            ChainStep<T, TLanes>.Load(prefixScores.Row(row), after, n, width);
            row = chain.Row(sequence, token - 1);
            range = chain.Allowed(row);
            ChainStep<T, TLanes>.PrefixWeights(chain.Emissions.Row(row), prefixScores.Row(row), range, a);
            new Span<T>(q, width).Clear();
            ChainStep<T, TLanes>.PreviousMarginals(a, range, chain.Transitions, width, after, n, p, q, sums);
            Add(q, range, emissionGradient.Row(row), scale);
            T* swapped = p;
            p = q;
            q = swapped;
        }

        Add(p, range, sums + ((nint)chain.Labels * width), T.One);
    }

    private static void Add(T* p, LabelRange range, T* target, T factor)
    {
        for (int j = range.First; j < range.Last; j++) target[j] += factor * p[j];
    }
}
