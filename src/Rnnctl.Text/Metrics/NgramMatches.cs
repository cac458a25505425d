using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Rnnctl.Text.Metrics;

/// <summary>
/// Counts the n-grams that a hypothesis and its references have in common, for n from 1 to a largest order. An n-gram of the hypothesis counts at most as
/// often as it occurs in the reference that has it most often (Papineni et al. 2002). An n-gram is stored as one number: its symbols side by side, each plus
/// one, so that lengths differ.
/// </summary>
internal sealed class NgramMatches(int orders)
{
    private readonly int _symbolBits = 128 / orders;
    private readonly Dictionary<UInt128, int> _unmatched = [];
    private readonly Dictionary<UInt128, int> _further = [];

    /// <summary>The number of n-grams of a sequence.</summary>
    public static int CountIn(int length, int order) => Math.Max(0, length - order + 1);

    /// <summary>Forgets all references.</summary>
    public void Clear() => _unmatched.Clear();

    /// <summary>Adds a reference of the segment.</summary>
    /// <param name="reference">Its symbols, each below 2^(128 / orders) - 1.</param>
    public void AddReference(ReadOnlySpan<int> reference)
    {
        if (_unmatched.Count == 0)
        {
            Collect(reference, _unmatched);
            return;
        }

        _further.Clear();
        Collect(reference, _further);
        foreach ((UInt128 ngram, int count) in _further)
        {
            ref int most = ref CollectionsMarshal.GetValueRefOrAddDefault(_unmatched, ngram, out _);
            most = Math.Max(most, count);
        }
    }

    /// <summary>Adds the matches of a hypothesis with the references. They are used up: the next segment begins with <see cref="Clear"/>.</summary>
    /// <param name="hypothesis">Its symbols, each below 2^(128 / orders) - 1.</param>
    /// <param name="matches">The matches: <c>[orders]</c>, unigrams first.</param>
    public void Match(ReadOnlySpan<int> hypothesis, Span<double> matches)
    {
        for (int start = 0; start < hypothesis.Length; start++) MatchFrom(hypothesis[start..], matches);
    }

    private void Collect(ReadOnlySpan<int> symbols, Dictionary<UInt128, int> counts)
    {
        for (int start = 0; start < symbols.Length; start++)
        {
            UInt128 ngram = 0;
            for (int order = 0; order < Math.Min(orders, symbols.Length - start); order++)
            {
                ngram = Append(ngram, symbols[start + order]);
                CollectionsMarshal.GetValueRefOrAddDefault(counts, ngram, out _)++;
            }
        }
    }

    /// <summary>Matches the n-grams that start at a position, shortest first. If the references lack one, they lack all longer ones too.</summary>
    private void MatchFrom(ReadOnlySpan<int> symbols, Span<double> matches)
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
                matches[order]++;
            }
        }
    }

    private UInt128 Append(UInt128 ngram, int symbol) => (ngram << _symbolBits) | ((uint)symbol + 1);
}
