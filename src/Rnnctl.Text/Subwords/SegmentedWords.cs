using System.Runtime.InteropServices;
using System.Text;

namespace Rnnctl.Text.Subwords;

/// <summary>
/// The words during learning. A word is a sequence of symbols, at first its characters with <c>&lt;/w&gt;</c> after the last one. The counts of
/// all pairs of neighbours are kept up to date; a merge only visits the words that change.
/// </summary>
internal sealed class SegmentedWords
{
    private readonly SymbolTable _symbols = new();
    private readonly List<int> _text = []; // The symbols of all words, one word after the other.
    private readonly List<int> _starts = [];
    private readonly List<int> _lengths = [];
    private readonly List<long> _counts = [];
    private readonly Dictionary<SymbolPair, PairOccurrences> _pairs = [];

    /// <summary>All pairs that are, or were, in the words.</summary>
    public IEnumerable<SymbolPair> Pairs => _pairs.Keys;

    /// <summary>The text of a symbol.</summary>
    public string this[int symbol] => _symbols[symbol];

    /// <summary>The number of occurrences of a pair.</summary>
    public long CountOf(SymbolPair pair) => _pairs[pair].Count;

    /// <summary>Adds a word that appears <paramref name="count"/> times.</summary>
    public void Add(string word, long count)
    {
        int start = _text.Count;
        int rest = word.Length;
        foreach (Rune character in word.EnumerateRunes())
        {
            rest -= character.Utf16SequenceLength;
            _text.Add(_symbols.Add(rest > 0 ? character.ToString() : character + BytePairEncoding.WordEnd));
        }

        _starts.Add(start);
        _lengths.Add(_text.Count - start);
        _counts.Add(count);
        for (int place = start; place + 1 < _text.Count; place++)
        {
            PairOccurrences occurrences = OccurrencesOf(new SymbolPair(_text[place], _text[place + 1]));
            occurrences.Count += count;
            occurrences.Add(_starts.Count - 1);
        }
    }

    /// <summary>Merges a pair into one symbol in all words. Returns the pairs that contain the new symbol: only their counts can have grown.</summary>
    public IReadOnlyCollection<SymbolPair> Merge(SymbolPair pair)
    {
        int merged = _symbols.Add(_symbols[pair.Left] + _symbols[pair.Right]);
        HashSet<SymbolPair> grown = [];
        PairOccurrences occurrences = _pairs[pair];
        foreach (int word in occurrences.Words)
        {
            MergeIn(word, pair, merged, grown);
        }

        occurrences.Words.Clear();
        return grown;
    }

    /// <summary>
    /// Merges a pair in a word from left to right. Each step updates the counts of the pair and of the pairs before and after the new symbol.
    /// </summary>
    private void MergeIn(int word, SymbolPair pair, int merged, HashSet<SymbolPair> grown)
    {
        Span<int> symbols = SymbolsOf(word);
        int length = 0;
        for (int place = 0; place < symbols.Length; place++)
        {
            if (!pair.StandsAt(symbols, place))
            {
                symbols[length++] = symbols[place];
                continue;
            }

            _pairs[pair].Count -= _counts[word];
            if (length > 0) Exchange(new SymbolPair(symbols[length - 1], pair.Left), new SymbolPair(symbols[length - 1], merged), word, grown);
            place++;
            if (place + 1 < symbols.Length) Exchange(new SymbolPair(pair.Right, symbols[place + 1]), new SymbolPair(merged, symbols[place + 1]), word, grown);
            symbols[length++] = merged;
        }

        _lengths[word] = length;
    }

    /// <summary>Counts a pair that the merge makes in place of another one.</summary>
    private void Exchange(SymbolPair old, SymbolPair made, int word, HashSet<SymbolPair> grown)
    {
        _pairs[old].Count -= _counts[word];
        PairOccurrences occurrences = OccurrencesOf(made);
        occurrences.Count += _counts[word];
        occurrences.Add(word);
        grown.Add(made);
    }

    private Span<int> SymbolsOf(int word) => CollectionsMarshal.AsSpan(_text).Slice(_starts[word], _lengths[word]);

    private PairOccurrences OccurrencesOf(SymbolPair pair)
    {
        ref PairOccurrences? occurrences = ref CollectionsMarshal.GetValueRefOrAddDefault(_pairs, pair, out _);
        return occurrences ??= new PairOccurrences();
    }
}

/// <summary>The occurrences of a pair of symbols in the words.</summary>
internal sealed class PairOccurrences
{
    /// <summary>The number of occurrences in the text, overlapping ones included.</summary>
    public long Count { get; set; }

    /// <summary>The numbers of the words that contain the pair; some may no longer contain it.</summary>
    public List<int> Words { get; } = [];

    /// <summary>Adds a word that contains the pair.</summary>
    public void Add(int word)
    {
        if (Words.Count == 0 || Words[^1] != word)
        {
            Words.Add(word);
        }
    }
}

/// <summary>The ids of two neighbouring symbols of a word.</summary>
internal readonly record struct SymbolPair(int Left, int Right)
{
    /// <summary>Whether the pair is at a position of a word; false at the last symbol.</summary>
    public bool StandsAt(ReadOnlySpan<int> word, int place) => place + 1 < word.Length && word[place] == Left && word[place + 1] == Right;
}
