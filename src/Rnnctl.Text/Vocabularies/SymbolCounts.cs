using Rnnctl.Text.Subwords;

namespace Rnnctl.Text.Vocabularies;

/// <summary>The number of occurrences of each symbol, in the order of first appearance. Counting a known symbol allocates nothing.</summary>
public sealed class SymbolCounts
{
    private readonly SymbolTable _symbols = new();
    private readonly List<long> _counts = [];

    /// <summary>The number of different symbols.</summary>
    public int Count => _symbols.Count;

    /// <summary>The total number of occurrences.</summary>
    public long Total { get; private set; }

    /// <summary>Each symbol with its number of occurrences, in the order of first appearance.</summary>
    public IEnumerable<(string Symbol, long Count)> Entries => _symbols.Symbols.Zip(_counts);

    /// <summary>Whether a symbol was counted.</summary>
    public bool Has(ReadOnlySpan<char> symbol) => _symbols.TryFind(symbol, out _);

    /// <summary>Counts a symbol <paramref name="count"/> times.</summary>
    public void Add(ReadOnlySpan<char> symbol, long count = 1) => Add(_symbols.Add(symbol), count);

    /// <summary>The same for a symbol that is a string, which is kept.</summary>
    public void Add(string symbol, long count) => Add(_symbols.Add(symbol), count);

    /// <summary>Adds the counts of symbols that come later.</summary>
    public void Add(SymbolCounts next)
    {
        for (int symbol = 0; symbol < next.Count; symbol++) Add(next._symbols[symbol], next._counts[symbol]);
    }

    /// <summary>Counts the symbols of a table, each as often as it says.</summary>
    public void Add(SymbolTable symbols, ReadOnlySpan<long> counts)
    {
        for (int symbol = 0; symbol < counts.Length; symbol++) Add(symbols[symbol], counts[symbol]);
    }

    /// <summary>Forgets all symbols; keeps the memory.</summary>
    public void Clear()
    {
        _symbols.Clear();
        _counts.Clear();
        Total = 0;
    }

    /// <summary>Counts the words of a line, separated by blanks.</summary>
    public void AddWords(ReadOnlySpan<char> line)
    {
        foreach (ReadOnlySpan<char> word in Blanks.WordsOf(line))
        {
            Add(word);
        }
    }

    /// <summary>Counts the characters of a word, which are text elements of Unicode, <paramref name="count"/> times.</summary>
    public void AddCharacters(ReadOnlySpan<char> word, long count = 1)
    {
        foreach (ReadOnlySpan<char> character in TextElements.Of(word))
        {
            Add(character, count);
        }
    }

    /// <summary>Returns the counts after normalising the symbols.</summary>
    public SymbolCounts Normalized(TokenNormalizer normalizer)
    {
        if (normalizer == default) return this; // There may be millions.
        SymbolCounts normalized = new();
        foreach ((string symbol, long count) in Entries)
        {
            normalized.Add(normalizer.Apply(symbol), count);
        }

        return normalized;
    }

    /// <summary>Returns the counts of the words' segments.</summary>
    public SymbolCounts Segmented(BytePairEncoding subwords)
    {
        SymbolCounts segmented = new();
        List<string> segments = [];
        foreach ((string word, long count) in Entries)
        {
            segments.Clear();
            subwords.Segment(word, segments);
            foreach (string segment in segments)
            {
                segmented.Add(segment, count);
            }
        }

        return segmented;
    }

    private void Add(int id, long count)
    {
        if (id == _counts.Count)
        {
            _counts.Add(0);
        }

        _counts[id] += count;
        Total += count;
    }
}
