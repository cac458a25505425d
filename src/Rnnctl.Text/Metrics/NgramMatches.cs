using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Rnnctl.Text.Metrics;

/// <summary>
/// Counts the n-grams that hypotheses have in common with their references, for n from 1 to an order: an n-gram of a hypothesis counts at most as often as its
/// reference has it (Papineni et al. 2002). An n-gram is one number, its symbols side by side, each plus one so that no two lengths meet.
/// </summary>
internal sealed class NgramMatches(int orders)
{
    private readonly int _symbolBits = 128 / orders;
    private readonly long[] _matches = new long[orders];
    private readonly Dictionary<UInt128, int> _unmatched = [];

    /// <summary>The matches so far: <c>[orders]</c>, unigrams first.</summary>
    public IReadOnlyList<long> Counts => _matches;

    /// <summary>How many n-grams a sequence has.</summary>
    public static int CountIn(int length, int order) => Math.Max(0, length - order + 1);

    /// <summary>Counts a hypothesis beside its reference.</summary>
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

    /// <summary>Matches the n-grams of a place, shorter ones first: a longer one has no match where a shorter one has none in the reference at all.</summary>
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
