namespace Rnnctl.Text.Subwords;

/// <summary>
/// Learns merges (Sennrich, Haddow and Birch 2016, algorithm 1): the most frequent pair of neighbouring symbols becomes one symbol, again and
/// again. Among equally frequent pairs the one that comes last in the order of its texts by code point is taken, left symbol first, as
/// subword-nmt takes it, so that the result does not depend on the order of the words.
/// </summary>
internal sealed class MergeLearner
{
    /// <summary>A pair that appears less often is not merged, as in subword-nmt.</summary>
    public const int LeastCount = 2;

    private readonly SegmentedWords _words = new();

    // An entry may be out of date: then its count is above the pair's, which has fallen since, or the pair has a newer one.
    private readonly PriorityQueue<SymbolPair, (long Count, SymbolPair Pair)> _best;

    /// <summary>A learner of counted words.</summary>
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
    /// All merges, the best first, until no pair is left that appears twice. A pair can come again, where a text that holds <c>&lt;/w&gt;</c>
    /// puts one of its symbols together in another way; what it becomes is the same.
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
