namespace Rnnctl.Text.Subwords;

/// <summary>
/// Applies merges to one word, in n log n steps for n characters: the symbols are a linked list, and a queue holds the pairs of neighbours that have a merge,
/// first the one that was learned first, equal ones from left to right. As in subword-nmt, a merge is applied everywhere in the word before the next one is
/// chosen. The memory is reused from word to word.
/// </summary>
/// <param name="merges">The rank of each merge and the symbol that it makes.</param>
internal sealed class WordMerger(IReadOnlyDictionary<SymbolPair, (int Rank, int Merged)> merges)
{
    private const int None = -1;
    private const int Gone = -2; // A symbol that became a part of the one before it.
    private const int NoMerge = int.MaxValue;

    // The priority is the rank in the upper half and the place in the lower one. An entry may be out of date: the pair at its place has changed since.
    private readonly PriorityQueue<int, long> _queue = new();
    private readonly List<int> _places = [];
    private int[] _symbols = [], _previous = [], _next = [];

    /// <summary>Merges the symbols of a word.</summary>
    /// <param name="symbols">The symbols; gets those that are left.</param>
    /// <param name="starts">The start of each symbol in the word; gets those that are left.</param>
    public void Merge(List<int> symbols, List<int> starts)
    {
        Load(symbols);
        while (_queue.TryPeek(out _, out long head))
        {
            int rank = (int)(head >> 32);
            TakePlaces(rank);
            foreach (int place in _places)
            {
                if (RankAt(place) == rank) MergeAt(place);
            }
        }

        int kept = 0;
        for (int place = 0; place < symbols.Count; place++)
        {
            if (_symbols[place] == Gone) continue;
            symbols[kept] = _symbols[place];
            starts[kept++] = starts[place];
        }

        symbols.RemoveRange(kept, symbols.Count - kept);
        starts.RemoveRange(kept, starts.Count - kept);
    }

    private void Load(List<int> symbols)
    {
        int count = symbols.Count;
        if (_symbols.Length < count) (_symbols, _previous, _next) = (new int[2 * count], new int[2 * count], new int[2 * count]);
        for (int place = 0; place < count; place++)
        {
            _symbols[place] = symbols[place];
            (_previous[place], _next[place]) = (place - 1, place + 1 < count ? place + 1 : None);
        }

        _queue.Clear();
        for (int place = 0; place < count; place++) Offer(place);
    }

    /// <summary>Takes all entries of a rank from the queue. Merges that they make possible wait, even if their rank is lower.</summary>
    private void TakePlaces(int rank)
    {
        _places.Clear();
        while (_queue.TryPeek(out int place, out long head) && (int)(head >> 32) == rank)
        {
            _queue.Dequeue();
            _places.Add(place);
        }
    }

    private void MergeAt(int place)
    {
        int right = _next[place], after = _next[right];
        _symbols[place] = merges[new SymbolPair(_symbols[place], _symbols[right])].Merged;
        _symbols[right] = Gone;
        _next[place] = after;
        if (after != None) _previous[after] = place;
        if (_previous[place] != None) Offer(_previous[place]);
        Offer(place);
    }

    private void Offer(int place)
    {
        int rank = RankAt(place);
        if (rank != NoMerge) _queue.Enqueue(place, ((long)rank << 32) | (uint)place);
    }

    /// <summary>The rank of the merge of a symbol with the next one.</summary>
    private int RankAt(int place)
    {
        if (_next[place] == None) return NoMerge;
        SymbolPair pair = new(_symbols[place], _symbols[_next[place]]);
        return merges.TryGetValue(pair, out (int Rank, int Merged) merge) ? merge.Rank : NoMerge;
    }
}
