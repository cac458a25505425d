namespace Rnnctl.Text.Batching;

/// <summary>Sentences of words as they are written, for models that read more of a word than its id in a vocabulary. Clearing keeps the memory.</summary>
/// <param name="symbols">The distinct words.</param>
public sealed class SentenceWords(SymbolTable symbols)
{
    private readonly EncodedSentences _numbers = new();

    /// <summary>The distinct words.</summary>
    public SymbolTable Symbols => symbols;

    /// <summary>The number of sentences.</summary>
    public int Sentences => _numbers.Count;

    /// <summary>The total number of words.</summary>
    public int Words => _numbers.Tokens;

    /// <summary>Start of each sentence among all words, then the end of the last one: <c>[sentences + 1]</c>.</summary>
    internal ReadOnlySpan<int> Starts => _numbers.Starts;

    /// <summary>The position of a sentence's first word among all words.</summary>
    public int StartOf(int sentence) => _numbers.Starts[sentence];

    /// <summary>The words of a sentence as numbers in <see cref="Symbols"/>, <c>[words]</c>. Valid until something is added.</summary>
    public ReadOnlySpan<int> NumbersOf(int sentence) => _numbers[sentence];

    /// <summary>Appends the words of a sentence to a list.</summary>
    public void Read(int sentence, List<string> words)
    {
        foreach (int number in _numbers[sentence]) words.Add(symbols[number]);
    }

    /// <summary>Adds a sentence; it may have no words.</summary>
    /// <param name="numbers">The numbers of its words in <see cref="Symbols"/>.</param>
    public void Add(ReadOnlySpan<int> numbers) => _numbers.Add(numbers);

    /// <summary>Removes all sentences and words.</summary>
    public void Clear()
    {
        ClearSentences();
        symbols.Clear();
    }

    /// <summary>Removes all sentences, but keeps the words and their numbers.</summary>
    internal void ClearSentences() => _numbers.Clear();
}
