namespace Rnnctl.Text.Subwords;

/// <summary>
/// Learns merges (Sennrich, Haddow and Birch 2016, algorithm 1): the most frequent pair of neighbouring symbols becomes one symbol, again and
/// again. Among equally frequent pairs it takes the last one in code point order, left symbol first, as
/// subword-nmt does, so that the result does not depend on the order of the words.
/// </summary>
internal sealed class MergeLearner
{
    /// <summary>Pairs that appear less often are not merged, as in subword-nmt.</summary>
    public const int LeastCount = 2;

    private readonly SegmentedWords _words = new();

    // An entry may be out of date: the pair's count has fallen since, or the pair has a newer entry.
    private readonly PriorityQueue<SymbolPair, (long Count, SymbolPair Pair)> _best;

    /// <summary>Creates a learner for counted words.</summary>
    public MergeLearner(IEnumerable<(string Word, long Count)> words)
    {
        foreach ((string word, long count) in words)
        {
            _words.Add(word, count);
        }

        _best = new(Comparer<(long Count, SymbolPair Pair)>.Create(CompareBestFirst));
        foreach (SymbolPair pair in _words.Pairs)
        {
            Offer(pair);
        }
    }

    /// <summary>
    /// All merges, the best first, until no pair is left that appears twice. A pair can come again if a text that contains <c>&lt;/w&gt;</c>
    /// builds one of its symbols in another way; the merged symbol is the same.
    /// </summary>
    public IEnumerable<(string Left, string Right)> Merges()
    {
        while (TryTakeBest(out SymbolPair pair))
        {
            yield return (_words[pair.Left], _words[pair.Right]);
            foreach (SymbolPair grown in _words.Merge(pair))
            {
                Offer(grown);
            }
        }
    }

    private bool TryTakeBest(out SymbolPair pair)
    {
        while (_best.TryDequeue(out pair, out (long Count, SymbolPair Pair) entry))
        {
            long count = _words.CountOf(pair);
            if (count == entry.Count)
            {
                return true;
            }

            if (count < entry.Count)
            {
                Offer(pair);
            }
        }

        return false;
    }

    private void Offer(SymbolPair pair)
    {
        long count = _words.CountOf(pair);
        if (count >= LeastCount)
        {
            _best.Enqueue(pair, (count, pair));
        }
    }

    private int CompareBestFirst((long Count, SymbolPair Pair) first, (long Count, SymbolPair Pair) second)
    {
        int order = second.Count.CompareTo(first.Count);
        order = order != 0 ? order : CodePointOrder.Compare(_words[second.Pair.Left], _words[first.Pair.Left]);
        return order != 0 ? order : CodePointOrder.Compare(_words[second.Pair.Right], _words[first.Pair.Right]);
    }
}

/// <summary>
/// Compares texts by Unicode code points, as Python does. This differs from the order of UTF-16 units if a character
/// above U+FFFF, which is two surrogates, is compared with one from U+E000 to U+FFFF.
/// </summary>
internal static class CodePointOrder
{
    /// <summary>Below 0 where the first text comes before the second, 0 where they are equal, above 0 otherwise.</summary>
    public static int Compare(string first, string second)
    {
        int common = first.AsSpan().CommonPrefixLength(second);
        return common == first.Length || common == second.Length
            ? first.Length - second.Length
            : Place(first[common]) - Place(second[common]);
    }

    // Surrogates come after all other units.
    private static int Place(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;
}
