namespace Rnnctl.Text.Batching;

/// <summary>
/// The words of the sentences of a packed batch of symbols, in the order of a packed batch of words, and the word of each symbol. It is filled again and again
/// and allocates nothing once its arrays are large enough.
/// </summary>
public sealed class WordsOfSymbols
{
    private int[] _words = [];
    private int[] _withWords = [];
    private int[] _places = [];
    private int _symbols;

    /// <summary>The layout of the W words; sentences without words are not in it.</summary>
    public PackedLayout Layout { get; } = new();

    /// <summary>The word of each symbol of the batch, <c>[N]</c>, a row of <see cref="Layout"/>; W for a symbol of no word, as the end symbol is.</summary>
    public ReadOnlyMemory<int> WordOfSymbol => _words.AsMemory(0, _symbols);

    /// <summary>Finds the words of a batch; the old contents are lost.</summary>
    /// <param name="words">The words of all sentences.</param>
    /// <param name="symbols">The layout of the batch's symbols.</param>
    internal void Fill(SegmentedSentences words, PackedLayout symbols)
    {
        LayOut(words.Written, symbols.Order);
        _symbols = symbols.Rows;
        PackedLayout.EnsureLength(ref _words, _symbols);
        _words.AsSpan(0, _symbols).Fill(Layout.Rows);
        for (int place = 0; place < symbols.Sequences; place++)
        {
            int sentence = symbols.Order[place], symbol = 0;
            ReadOnlySpan<int> counts = words.SymbolsOf(sentence);
            for (int word = 0; word < counts.Length; word++)
            {
                int row = Layout.StepOffsets[word] + _places[sentence];
                for (int end = symbol + counts[word]; symbol < end; symbol++) _words[symbols.StepOffsets[symbol] + place] = row;
            }
        }
    }

    private void LayOut(SentenceWords words, ReadOnlySpan<int> sentences)
    {
        PackedLayout.EnsureLength(ref _withWords, sentences.Length);
        PackedLayout.EnsureLength(ref _places, words.Sentences);
        int count = 0;
        foreach (int sentence in sentences)
        {
            if (words.NumbersOf(sentence).Length > 0) _withWords[count++] = sentence;
        }

        Layout.Assign(words.Starts, _withWords.AsSpan(0, count));
        for (int place = 0; place < count; place++) _places[Layout.Order[place]] = place;
    }
}
