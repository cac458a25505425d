using System.Numerics;
using System.Runtime.CompilerServices;
using Rnnctl.Compute.Cpu.Rows;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Chains;

/// <summary>
/// One step along a linear chain. Every log-sum-exp subtracts its largest term, so that neither long sequences nor large scores overflow. In the equations n
/// are prefix scores, e emissions, A transitions and a the weights of prefixes.
/// </summary>
internal static unsafe class ChainStep<T, TLanes>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    // Scores below this count as forbidden. It replaces minus infinity in sums, because -∞ - (-∞) is NaN.
    private const double Forbidden = -1e30;

    /// <summary>a(i) ← e(i) + n(i) - K, and returns K, the largest e(i) + n(i).</summary>
    public static T PrefixWeights(T* e, T* n, LabelRange range, T* a)
    {
        T largest = T.CreateTruncating(Forbidden);
        for (int i = range.First; i < range.Last; i++)
        {
            a[i] = e[i] + n[i];
            largest = T.Max(largest, a[i]);
        }

        for (int i = range.First; i < range.Last; i++) a[i] -= largest;
        return largest;
    }

    /// <summary>n(j) ← log Σ_i exp(a(i) + A(i, j)).</summary>
    /// <param name="a">The weights of the prefixes, <c>[L]</c>.</param>
    /// <param name="from">The labels i.</param>
    /// <param name="transitions">A, <c>[L, width]</c>.</param>
    /// <param name="width">L rounded up to whole registers.</param>
    /// <param name="to">The labels j.</param>
    /// <param name="n">The prefix scores, <c>[width]</c>; elements next to <paramref name="to"/> may be written too.</param>
    /// <param name="work">Working memory, <c>[width]</c>.</param>
    public static void PrefixScores(T* a, LabelRange from, T* transitions, int width, LabelRange to, T* n, T* work)
    {
        for (int j = to.First / TLanes.Count * TLanes.Count; j < to.Last; j += TLanes.Count)
        {
            TLanes largest = Largest(a, from, transitions + j, width);
            TLanes.Store(largest, work + j);
            TLanes.Store(ExponentialSum(a, from, transitions + j, width, largest), n + j);
        }

        for (int j = to.First; j < to.Last; j++) n[j] = work[j] + T.Log(n[j]);
    }

    /// <summary>n(j) ← max_i a(i) + A(i, j): the best prefix instead of the sum of all prefixes.</summary>
    public static void BestPrefixScores(T* a, LabelRange from, T* transitions, int width, LabelRange to, T* n)
    {
        for (int j = to.First / TLanes.Count * TLanes.Count; j < to.Last; j += TLanes.Count)
            TLanes.Store(Largest(a, from, transitions + j, width), n + j);
    }

    /// <summary>p(i) ← exp(a(i) + end(i)) / Σ: the distribution of the last label. Returns the logarithm of the sum.</summary>
    public static T LastMarginals(T* a, T* end, LabelRange range, T* p)
    {
        for (int i = range.First; i < range.Last; i++) p[i] = a[i] + end[i];
        return SoftmaxRow<T, TLanes>.Apply(p + range.First, p + range.First, range.Count);
    }

    /// <summary>Copies prefix scores. For labels that are not allowed it writes a number so large that their terms become zero.</summary>
    /// <param name="source">The prefixScores, <c>[L]</c>.</param>
    /// <param name="range">The allowed labels.</param>
    /// <param name="n">The copy, <c>[width]</c>.</param>
    /// <param name="width">L rounded up to whole registers.</param>
    public static void Load(T* source, LabelRange range, T* n, int width)
    {
        new Span<T>(n, width).Fill(T.CreateTruncating(-Forbidden));
        for (int j = range.First; j < range.Last; j++) n[j] = T.Max(source[j], T.CreateTruncating(Forbidden));
    }

    /// <summary>
    /// Computes the distribution of the previous label from the distribution p of a token's label:
    /// <code>
    /// p(i, j) = p(j) exp(a(i) + A(i, j) - n(j)),   q(i) ← Σ_j p(i, j),   counts(i, j) ← counts(i, j) + p(i, j)
    /// </code>
    /// The exponential is the probability of label i at the previous token, given j; all values are between 0 and 1.
    /// </summary>
    /// <param name="a">The weights of the prefixes, <c>[L]</c>.</param>
    /// <param name="from">The labels i.</param>
    /// <param name="transitions">A, <c>[L, width]</c>.</param>
    /// <param name="width">L rounded up to whole registers.</param>
    /// <param name="to">The labels j.</param>
    /// <param name="n">The prefix scores, <c>[width]</c>, from <see cref="Load"/>.</param>
    /// <param name="p">The distribution of j, <c>[width]</c>; zero if j is not allowed.</param>
    /// <param name="q">The distribution of i, <c>[width]</c>.</param>
    /// <param name="counts">The expected number of each transition, <c>[L, width]</c>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PreviousMarginals(T* a, LabelRange from, T* transitions, int width, LabelRange to, T* n, T* p, T* q, T* counts)
    {
        int first = to.First / TLanes.Count * TLanes.Count;
        for (int i = from.First; i < from.Last; i++)
        {
            T* row = transitions + ((nint)i * width), count = counts + ((nint)i * width);
            TLanes weight = TLanes.Broadcast(a[i]), sum = TLanes.Zero;
            for (int j = first; j < to.Last; j += TLanes.Count)
            {
                TLanes both = TLanes.Load(p + j) * TLanes.Exp(weight + TLanes.Load(row + j) - TLanes.Load(n + j));
                TLanes.Store(TLanes.Load(count + j) + both, count + j);
                sum += both;
            }

            q[i] = TLanes.Sum(sum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static TLanes Largest(T* a, LabelRange from, T* column, int width)
    {
        TLanes largest = TLanes.Constant(Forbidden);
        for (int i = from.First; i < from.Last; i++)
            largest = TLanes.Max(largest, TLanes.Broadcast(a[i]) + TLanes.Load(column + ((nint)i * width)));
        return largest;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static TLanes ExponentialSum(T* a, LabelRange from, T* column, int width, TLanes largest)
    {
        TLanes sum = TLanes.Zero;
        for (int i = from.First; i < from.Last; i++)
            sum += TLanes.Exp(TLanes.Broadcast(a[i]) + TLanes.Load(column + ((nint)i * width)) - largest);
        return sum;
    }
}
