using System.Numerics;
using System.Runtime.CompilerServices;
using Rnnctl.Compute.Cpu.Rows;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Chains;

/// <summary>
/// One step along a linear chain. Every logarithm is taken beside the largest number of its sum, so that neither long sequences nor large scores leave
/// the range of the exponential; n stands for prefixScores, e for emissions, A for transitions, a for the beginnings' weights.
/// </summary>
internal static unsafe class ChainStep<T, TLanes>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    // What is below is as good as forbidden. Sums of minus infinities are taken beside this instead, since beside themselves they are not numbers.
    private const double Forbidden = -1e30;

    /// <summary>a(i) ← e(i) + n(i) - K with K the largest e(i) + n(i), which it returns.</summary>
    public static T Begin(T* e, T* n, LabelRange range, T* a)
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
    /// <param name="a">The beginnings' weights, <c>[L]</c>.</param>
    /// <param name="from">The labels i.</param>
    /// <param name="transitions">A, <c>[L, width]</c>.</param>
    /// <param name="width">L in whole registers.</param>
    /// <param name="to">The labels j.</param>
    /// <param name="n">The prefixScores, <c>[width]</c>; some beside those of <paramref name="to"/> are written too.</param>
    /// <param name="work">Working memory, <c>[width]</c>.</param>
    public static void PrefixScore(T* a, LabelRange from, T* transitions, int width, LabelRange to, T* n, T* work)
    {
        for (int j = to.First / TLanes.Count * TLanes.Count; j < to.Last; j += TLanes.Count)
        {
            TLanes largest = Largest(a, from, transitions + j, width);
            TLanes.Store(largest, work + j);
            TLanes.Store(ExponentialSum(a, from, transitions + j, width, largest), n + j);
        }

        for (int j = to.First; j < to.Last; j++) n[j] = work[j] + T.Log(n[j]);
    }

    /// <summary>n(j) ← max_i a(i) + A(i, j): the best beginning in place of all of them.</summary>
    public static void ArriveBest(T* a, LabelRange from, T* transitions, int width, LabelRange to, T* n)
    {
        for (int j = to.First / TLanes.Count * TLanes.Count; j < to.Last; j += TLanes.Count)
            TLanes.Store(Largest(a, from, transitions + j, width), n + j);
    }

    /// <summary>p(i) ← exp(a(i) + end(i)) / Σ: the last label's distribution. Returns the logarithm of the sum.</summary>
    public static T Finish(T* a, T* end, LabelRange range, T* p)
    {
        for (int i = range.First; i < range.Last; i++) p[i] = a[i] + end[i];
        return SoftmaxRow<T, TLanes>.Apply(p + range.First, p + range.First, range.Count);
    }

    /// <summary>Copies prefixScores; those of labels that are not allowed become so large that nothing comes from them.</summary>
    /// <param name="source">The prefixScores, <c>[L]</c>.</param>
    /// <param name="range">The labels that are allowed.</param>
    /// <param name="n">The copy, <c>[width]</c>.</param>
    /// <param name="width">L in whole registers.</param>
    public static void Load(T* source, LabelRange range, T* n, int width)
    {
        new Span<T>(n, width).Fill(T.CreateTruncating(-Forbidden));
        for (int j = range.First; j < range.Last; j++) n[j] = T.Max(source[j], T.CreateTruncating(Forbidden));
    }

    /// <summary>
    /// From the distribution p of a token's label to that of the label before it:
    /// <code>
    /// p(i, j) = p(j) exp(a(i) + A(i, j) - n(j)),   q(i) ← Σ_j p(i, j),   counts(i, j) ← counts(i, j) + p(i, j)
    /// </code>
    /// The exponential is the probability that i stood before, given j; nothing here leaves the interval from 0 to 1.
    /// </summary>
    /// <param name="a">The beginnings' weights, <c>[L]</c>.</param>
    /// <param name="from">The labels i.</param>
    /// <param name="transitions">A, <c>[L, width]</c>.</param>
    /// <param name="width">L in whole registers.</param>
    /// <param name="to">The labels j.</param>
    /// <param name="n">The prefixScores, <c>[width]</c>, as <see cref="Load"/> gives them.</param>
    /// <param name="p">The distribution of j, <c>[width]</c>, zero where j is not allowed.</param>
    /// <param name="q">The distribution of i, <c>[width]</c>.</param>
    /// <param name="counts">The expected number of each transition, <c>[L, width]</c>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Leave(T* a, LabelRange from, T* transitions, int width, LabelRange to, T* n, T* p, T* q, T* counts)
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
