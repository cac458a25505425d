namespace Rnnctl.Text.Subwords;

/// <summary>
/// Applies merges to one word with dropout (Provilkov, Emelianenko and Voita 2020), as subword-nmt does: at every step each possible merge is left out with a
/// probability, and the first-learned of those that remain is applied wherever it remains, until none does. With probability 1 a word stays its characters.
/// </summary>
/// <param name="merges">The rank of each merge and the symbol that it makes.</param>
/// <param name="dropout">The probability.</param>
/// <param name="random">Draws.</param>
internal sealed class DropoutMerger(IReadOnlyDictionary<SymbolPair, (int Rank, int Merged)> merges, double dropout, Random random)
{
    private readonly List<int> _places = [];

    /// <summary>Merges the symbols of a word, in at most n² steps for n symbols.</summary>
    /// <param name="symbols">The symbols; gets those that are left.</param>
    /// <param name="starts">The start of each symbol in the word; gets those that are left.</param>
    public void Merge(List<int> symbols, List<int> starts)
    {
        while (TryChoose(symbols, out int merged)) Apply(merged, symbols, starts);
    }

    private bool TryChoose(List<int> symbols, out int merged)
    {
        int best = int.MaxValue;
        merged = 0;
        _places.Clear();
        for (int place = 0; place + 1 < symbols.Count; place++)
        {
            bool isDropped = random.NextDouble() < dropout;
            if (isDropped || !merges.TryGetValue(new SymbolPair(symbols[place], symbols[place + 1]), out (int Rank, int Merged) merge)) continue;
            if (merge.Rank > best) continue;
            if (merge.Rank < best) _places.Clear();
            (best, merged) = (merge.Rank, merge.Merged);
            _places.Add(place);
        }

        return _places.Count > 0;
    }

    /// <summary>Merges at the chosen places from left to right; a place whose symbol the merge before it took is passed over.</summary>
    private void Apply(int merged, List<int> symbols, List<int> starts)
    {
        int kept = 0, next = 0;
        for (int place = 0; place < symbols.Count;)
        {
            while (next < _places.Count && _places[next] < place) next++;
            bool isMerged = next < _places.Count && _places[next] == place;
            symbols[kept] = isMerged ? merged : symbols[place];
            starts[kept++] = starts[place];
            place += isMerged ? 2 : 1;
        }

        symbols.RemoveRange(kept, symbols.Count - kept);
        starts.RemoveRange(kept, starts.Count - kept);
    }
}
