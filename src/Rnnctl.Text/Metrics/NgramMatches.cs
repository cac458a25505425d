using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Rnnctl.Text.Metrics;

/// <summary>
/// Counts the n-grams that hypotheses and references have in common, for n from 1 to a largest order. An n-gram of a hypothesis counts at most as often as it
/// occurs in the reference (Papineni et al. 2002). An n-gram is stored as one number: its symbols side by side, each plus one, so that lengths differ.
/// </summary>
internal sealed class NgramMatches(int orders)
{
    private readonly int _symbolBits = 128 / orders;
    private readonly long[] _matches = new long[orders];
    private readonly Dictionary<UInt128, int> _unmatched = [];

    /// <summary>The matches so far: <c>[orders]</c>, unigrams first.</summary>
    public Span<long> Counts => _matches;

    /// <summary>The number of n-grams of a sequence.</summary>
    public static int CountIn(int length, int order) => Math.Max(0, length - order + 1);

    /// <summary>Counts the matches of a hypothesis and its reference.</summary>
    /// <param name="hypothesis">Its symbols, each below 2^(128 / orders) - 1.</param>
    /// <param name="reference">The reference's symbols, likewise.</param>
    public void Add(ReadOnlySpan<int> hypothesis, ReadOnlySpan<int> reference)
    {
        _unmatched.Clear();
        for (int start = 0; start < reference.Length; start++) CollectFrom(reference[start..]);
        for (int start = 0; start < hypothesis.Length; start++) MatchFrom(hypothesis[start..]);
    }

    private void CollectFrom(ReadOnlySpan<int> symbols)
    {
        UInt128 ngram = 0;
        for (int order = 0; order < Math.Min(orders, symbols.Length); order++)
        {
            ngram = Append(ngram, symbols[order]);
            CollectionsMarshal.GetValueRefOrAddDefault(_unmatched, ngram, out _)++;
        }
    }

    /// <summary>Matches the n-grams that start at a position, shortest first. If the reference lacks one, it lacks all longer ones too.</summary>
    private void MatchFrom(ReadOnlySpan<int> symbols)
    {
        UInt128 ngram = 0;
        for (int order = 0; order < Math.Min(orders, symbols.Length); order++)
        {
            ngram = Append(ngram, symbols[order]);
            ref int unmatched = ref CollectionsMarshal.GetValueRefOrNullRef(_unmatched, ngram);
            if (Unsafe.IsNullRef(ref unmatched)) return;
            if (unmatched > 0)
            {
                unmatched--;
                _matches[order]++;
            }
        }
    }

    private UInt128 Append(UInt128 ngram, int symbol) => (ngram << _symbolBits) | ((uint)symbol + 1);
}
