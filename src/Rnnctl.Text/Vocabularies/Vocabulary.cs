using System.Globalization;
using Rnnctl.Text.Corpora;

namespace Rnnctl.Text.Vocabularies;

/// <summary>
/// The symbols that a model knows, numbered from 0: in a file one symbol a line, and the line number, from 0, is the id. A vocabulary whose
/// first symbol is <c>&lt;unk&gt;</c> has an unknown symbol and gives its id, 0, to whatever it doesn't know; a token that literally reads
/// <c>&lt;unk&gt;</c> gets it too. The vocabulary of a model that reads or writes framed sequences goes on with <c>&lt;s&gt;</c> and
/// <c>&lt;/s&gt;</c>, the frame's symbols.
/// </summary>
public sealed class Vocabulary
{
    /// <summary>How the unknown symbol is written.</summary>
    public const string Unknown = "<unk>";

    /// <summary>How the symbol before a framed sequence is written.</summary>
    public const string Begin = "<s>";

    /// <summary>How the symbol behind a framed sequence is written.</summary>
    public const string End = "</s>";

    /// <summary>The id of <see cref="Begin"/> in the vocabulary of framed sequences.</summary>
    public const int BeginId = 1;

    /// <summary>The id of <see cref="End"/> in the vocabulary of framed sequences.</summary>
    public const int EndId = 2;

    private const char ByteOrderMark = '\ufeff';

    private static readonly string[] UnknownAlone = [Unknown];
    private static readonly string[] Frame = [Unknown, Begin, End];

    private readonly SymbolTable _symbols = new();

    private Vocabulary(TokenNormalizer normalizer) => Normalizer = normalizer;

    /// <summary>What is done to a symbol before it is looked up.</summary>
    public TokenNormalizer Normalizer { get; }

    /// <summary>How many symbols there are, the unknown one included.</summary>
    public int Count => _symbols.Count;

    /// <summary>The id of what is not in the vocabulary: 0, or -1 if it has no unknown symbol.</summary>
    public int UnknownId { get; private set; } = -1;

    /// <summary>All symbols; their place is their id.</summary>
    public IReadOnlyList<string> Symbols => _symbols.Symbols;

    /// <summary>Whether the vocabulary begins with <c>&lt;unk&gt;</c>, <c>&lt;s&gt;</c> and <c>&lt;/s&gt;</c>, so that it can frame sequences.</summary>
    public bool FramesSequences => Symbols.Take(Frame.Length).SequenceEqual(Frame);

    /// <summary>The symbol that has an id.</summary>
    public string this[int id] => _symbols[id];

    /// <summary>
    /// The tokens of a corpus: <c>&lt;unk&gt;</c> first, then by falling count, and among equal counts by first appearance. Counts are
    /// those of normalised tokens.
    /// </summary>
    /// <exception cref="InputException">An option is out of range.</exception>
    public static Vocabulary ForTokens(LabelledCorpus corpus, VocabularyOptions options)
    {
        SymbolCounts tokens = new();
        long[] counts = corpus.CountTokenSymbols();
        for (int symbol = 0; symbol < counts.Length; symbol++)
        {
            tokens.Add(corpus.TokenSymbols[symbol], counts[symbol]);
        }

        return OfFrequent(UnknownAlone, tokens, options);
    }

    /// <summary>
    /// The symbols of a translator's texts, words or segments of words: <c>&lt;unk&gt;</c>, <c>&lt;s&gt;</c> and <c>&lt;/s&gt;</c> first, then by
    /// falling count, and among equal counts by first appearance. Counts are those of normalised symbols. A symbol of the text that reads as one
    /// of the first three is left out: <see cref="TextEncoder"/> takes it for unknown.
    /// </summary>
    /// <exception cref="InputException">An option is out of range.</exception>
    public static Vocabulary ForSequences(SymbolCounts symbols, VocabularyOptions options) => OfFrequent(Frame, symbols, options);

    /// <summary>The labels of a corpus in the order of their first appearance, with no unknown one.</summary>
    /// <exception cref="InputException">A label reads <c>&lt;unk&gt;</c>, which stands for the unknown symbol in a vocabulary's
    /// file.</exception>
    public static Vocabulary ForLabels(LabelledCorpus corpus)
    {
        if (corpus.LabelSymbols.TryFind(Unknown, out _))
        {
            throw new InputException($"a label reads {Unknown}: that is reserved for what a vocabulary doesn't know", "rename that label");
        }

        Vocabulary vocabulary = new(default);
        foreach (string label in corpus.LabelSymbols.Symbols)
        {
            vocabulary._symbols.Add(label);
        }

        return vocabulary;
    }

    /// <summary>The values of a feature of a corpus's tokens: <c>&lt;unk&gt;</c> first, then by falling count, and among equal counts by first
    /// appearance.</summary>
    public static Vocabulary ForFeature(LabelledCorpus corpus, int feature)
    {
        SymbolTable symbols = corpus.FeatureSymbols[feature];
        long[] counts = corpus.CountFeatureSymbols(feature);
        Vocabulary vocabulary = new(default) { UnknownId = 0 };
        vocabulary._symbols.Add(Unknown);
        foreach (int id in Enumerable.Range(0, symbols.Count).OrderByDescending(id => counts[id])) vocabulary._symbols.Add(symbols[id]);
        return vocabulary;
    }

    /// <summary>This vocabulary with more symbols behind its own; those that it has already are left out.</summary>
    public Vocabulary With(IEnumerable<string> symbols)
    {
        Vocabulary vocabulary = new(Normalizer) { UnknownId = UnknownId };
        foreach (string symbol in Symbols.Concat(symbols))
        {
            vocabulary._symbols.Add(symbol);
        }

        return vocabulary;
    }

    /// <summary>
    /// The characters of a corpus's tokens as they are written, that is text elements of Unicode: <c>&lt;unk&gt;</c> first, then by falling count, and among
    /// equal counts by first appearance. What appears once only stands for the characters that training does not see, and is unknown, so that the model
    /// learns what to make of them. So is an element that holds a control character: some of them would end a line of the vocabulary's file.
    /// </summary>
    public static Vocabulary ForCharacters(LabelledCorpus corpus)
    {
        Vocabulary vocabulary = new(default) { UnknownId = 0 };
        vocabulary._symbols.Add(Unknown);
        IEnumerable<(string Symbol, long Count)> kept = CountCharacters(corpus).Entries
            .Where(character => character.Count > 1 && !character.Symbol.Any(char.IsControl))
            .OrderByDescending(character => character.Count); // A stable sort: equal counts stay in order of first appearance.
        foreach ((string character, _) in kept)
        {
            vocabulary._symbols.Add(character);
        }

        return vocabulary;
    }

    /// <summary>Reads a vocabulary's lines.</summary>
    /// <param name="lines">One symbol a line.</param>
    /// <param name="normalizer">The normaliser that the vocabulary was made with; it is not in the file.</param>
    /// <exception cref="InputException">They can't be read, are none, are not UTF-8, or one is empty or repeats another.</exception>
    public static Vocabulary Read(LineReader lines, TokenNormalizer normalizer = default)
    {
        Vocabulary vocabulary = new(normalizer);
        while (lines.TryRead(out ReadOnlySpan<char> symbol))
        {
            vocabulary.AddLine(symbol, lines);
        }

        if (vocabulary.Count == 0)
        {
            throw new InputException($"{lines.Name}: expected a symbol on every line, found an empty file");
        }

        vocabulary.UnknownId = vocabulary[0] == Unknown ? 0 : -1;
        return vocabulary;
    }

    /// <summary>Reads the lines of a vocabulary that has an unknown symbol.</summary>
    /// <exception cref="InputException">As for any vocabulary; or the first line is not the unknown symbol.</exception>
    public static Vocabulary ReadWithUnknown(LineReader lines, TokenNormalizer normalizer = default)
    {
        Vocabulary vocabulary = Read(lines, normalizer);
        return vocabulary.UnknownId == 0 ? vocabulary : throw InputException.At(lines.Name, 1, $"expected {Unknown}, found '{vocabulary[0]}'");
    }

    /// <summary>Reads the file of a vocabulary that frames sequences.</summary>
    /// <exception cref="InputException">As for any vocabulary; or the first three lines are not <c>&lt;unk&gt;</c>, <c>&lt;s&gt;</c> and
    /// <c>&lt;/s&gt;</c>.</exception>
    public static Vocabulary ReadForSequences(string path, TokenNormalizer normalizer = default)
    {
        using LineReader lines = LineReader.Open(path);
        return ReadForSequences(lines, normalizer);
    }

    /// <summary>Reads the lines of a vocabulary that frames sequences.</summary>
    /// <exception cref="InputException">As for its file.</exception>
    public static Vocabulary ReadForSequences(LineReader lines, TokenNormalizer normalizer = default)
    {
        Vocabulary vocabulary = Read(lines, normalizer);
        if (!vocabulary.FramesSequences)
        {
            int id = Enumerable.Range(0, Frame.Length).First(id => id >= vocabulary.Count || vocabulary[id] != Frame[id]);
            string found = id < vocabulary.Count ? $"'{vocabulary[id]}'" : "the end of the file";
            string hint = $"a translator's vocabulary begins with the lines {string.Join(", ", Frame)}";
            throw InputException.At(lines.Name, id + 1, $"expected {Frame[id]}, found {found}", hint);
        }

        return vocabulary;
    }

    /// <summary>Writes the vocabulary's file: one symbol a line, each with a line feed.</summary>
    public void Write(TextWriter writer)
    {
        if (Count > 0 && this[0].StartsWith(ByteOrderMark))
        {
            writer.Write(ByteOrderMark); // A reader takes the first mark of a file for no part of the text, and must find the symbol's own behind it.
        }

        foreach (string symbol in Symbols)
        {
            writer.Write(symbol);
            writer.Write('\n');
        }
    }

    /// <summary>The id of a symbol after normalisation; <see cref="UnknownId"/> if the vocabulary hasn't got it.</summary>
    public int Find(ReadOnlySpan<char> symbol)
    {
        Span<char> buffer = symbol.Length <= 256 ? stackalloc char[256] : new char[symbol.Length];
        return _symbols.TryFind(Normalizer.Apply(symbol, buffer), out int id) ? id : UnknownId;
    }

    /// <summary>For every symbol of a table the id that it has here: <c>[symbols]</c>, as <see cref="Find"/> gives it.</summary>
    public int[] MapFrom(SymbolTable symbols)
    {
        int[] ids = new int[symbols.Count];
        for (int symbol = 0; symbol < ids.Length; symbol++)
        {
            ids[symbol] = Find(symbols[symbol]);
        }

        return ids;
    }

    private static void RequirePositive(int value, string what)
    {
        if (value < 1)
        {
            throw new InputException($"{what}: expected 1 or more, found {value}");
        }
    }

    /// <summary>The given symbols, then those of the text that the options let in, the most frequent first.</summary>
    private static Vocabulary OfFrequent(string[] first, SymbolCounts symbols, VocabularyOptions options)
    {
        RequirePositive(options.MinCount, "the smallest count of a token");
        RequirePositive(options.MaxSize ?? 1, "the largest number of tokens in the vocabulary");
        IEnumerable<string> kept = symbols.Normalized(options.Normalizer).Entries
            .Where(symbol => symbol.Count >= options.MinCount && !first.Contains(symbol.Symbol))
            .OrderByDescending(symbol => symbol.Count) // A stable sort: equal counts stay in order of first appearance.
            .Take(options.MaxSize ?? int.MaxValue)
            .Select(symbol => symbol.Symbol);
        Vocabulary vocabulary = new(options.Normalizer) { UnknownId = 0 };
        foreach (string symbol in first.Concat(kept))
        {
            vocabulary._symbols.Add(symbol);
        }

        return vocabulary;
    }

    private static SymbolCounts CountCharacters(LabelledCorpus corpus)
    {
        SymbolCounts characters = new();
        long[] symbolCounts = corpus.CountTokenSymbols();
        for (int symbol = 0; symbol < symbolCounts.Length; symbol++)
        {
            ReadOnlySpan<char> rest = corpus.TokenSymbols[symbol];
            while (!rest.IsEmpty)
            {
                int length = StringInfo.GetNextTextElementLength(rest);
                characters.Add(rest[..length], symbolCounts[symbol]);
                rest = rest[length..];
            }
        }

        return characters;
    }

    private void AddLine(ReadOnlySpan<char> symbol, LineReader lines)
    {
        if (symbol.IsEmpty)
        {
            throw lines.Error("expected a symbol, found an empty line");
        }

        int count = Count;
        int id = _symbols.Add(symbol);
        if (id < count)
        {
            throw lines.Error($"expected each symbol once, found '{symbol}' again (first on line {id + 1})");
        }
    }
}
