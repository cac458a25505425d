using System.Globalization;
using Rnnctl.Text.Corpora;

namespace Rnnctl.Text.Vocabularies;

/// <summary>
/// The symbols that a model knows, numbered from 0: in a file one symbol a line, and the line number, from 0, is the id. A vocabulary whose
/// first symbol is <c>&lt;unk&gt;</c> has an unknown symbol and gives its id, 0, to whatever it doesn't know; a token that literally reads
/// <c>&lt;unk&gt;</c> gets it too.
/// </summary>
public sealed class Vocabulary
{
    /// <summary>How the unknown symbol is written.</summary>
    public const string Unknown = "<unk>";

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

    /// <summary>The symbol that has an id.</summary>
    public string this[int id] => _symbols[id];

    /// <summary>
    /// The tokens of a corpus: <c>&lt;unk&gt;</c> first, then by falling count, and among equal counts by first appearance. Counts are
    /// those of normalised tokens.
    /// </summary>
    /// <exception cref="InputException">An option is out of range.</exception>
    public static Vocabulary ForTokens(LabelledCorpus corpus, VocabularyOptions options)
    {
        RequirePositive(options.MinCount, "the smallest count of a token");
        RequirePositive(options.MaxSize ?? 1, "the largest number of tokens in the vocabulary");
        (SymbolTable tokens, List<long> counts) = CountNormalised(corpus, options.Normalizer);
        Vocabulary vocabulary = new(options.Normalizer) { UnknownId = 0 };
        vocabulary._symbols.Add(Unknown);
        IEnumerable<int> kept = Enumerable.Range(0, tokens.Count)
            .Where(id => counts[id] >= options.MinCount && tokens[id] != Unknown)
            .OrderByDescending(id => counts[id]) // A stable sort: equal counts stay in order of first appearance.
            .Take(options.MaxSize ?? int.MaxValue);
        foreach (int id in kept)
        {
            vocabulary._symbols.Add(tokens[id]);
        }

        return vocabulary;
    }

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
        (SymbolTable characters, List<long> counts) = CountCharacters(corpus);
        Vocabulary vocabulary = new(default) { UnknownId = 0 };
        vocabulary._symbols.Add(Unknown);
        IEnumerable<int> kept = Enumerable.Range(0, characters.Count)
            .Where(id => counts[id] > 1 && !characters[id].Any(char.IsControl))
            .OrderByDescending(id => counts[id]); // A stable sort: equal counts stay in order of first appearance.
        foreach (int id in kept)
        {
            vocabulary._symbols.Add(characters[id]);
        }

        return vocabulary;
    }

    /// <summary>Reads a vocabulary's file.</summary>
    /// <param name="path">One symbol a line.</param>
    /// <param name="normalizer">The normaliser that the vocabulary was made with; it is not in the file.</param>
    /// <exception cref="InputException">The file can't be read, is empty, is not UTF-8, or has an empty or a repeated line.</exception>
    public static Vocabulary Read(string path, TokenNormalizer normalizer = default)
    {
        using LineReader lines = LineReader.Open(path);
        Vocabulary vocabulary = new(normalizer);
        while (lines.TryRead(out ReadOnlySpan<char> symbol))
        {
            vocabulary.AddLine(symbol, lines);
        }

        if (vocabulary.Count == 0)
        {
            throw new InputException($"{path}: expected a symbol on every line, found an empty file");
        }

        vocabulary.UnknownId = vocabulary[0] == Unknown ? 0 : -1;
        return vocabulary;
    }

    /// <summary>Reads the file of a vocabulary that has an unknown symbol.</summary>
    /// <exception cref="InputException">As <see cref="Read"/>; or the first line is not the unknown symbol.</exception>
    public static Vocabulary ReadWithUnknown(string path, TokenNormalizer normalizer = default)
    {
        Vocabulary vocabulary = Read(path, normalizer);
        return vocabulary.UnknownId == 0 ? vocabulary : throw InputException.At(path, 1, $"expected {Unknown}, found '{vocabulary[0]}'");
    }

    /// <summary>Writes the vocabulary's file: one symbol a line, each with a line feed.</summary>
    public void Write(TextWriter writer)
    {
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

    private static (SymbolTable Tokens, List<long> Counts) CountNormalised(LabelledCorpus corpus, TokenNormalizer normalizer)
    {
        SymbolTable tokens = new();
        List<long> counts = [];
        long[] symbolCounts = corpus.CountTokenSymbols();
        for (int symbol = 0; symbol < symbolCounts.Length; symbol++)
        {
            int id = tokens.Add(normalizer.Apply(corpus.TokenSymbols[symbol]));
            if (id == counts.Count)
            {
                counts.Add(0);
            }

            counts[id] += symbolCounts[symbol];
        }

        return (tokens, counts);
    }

    private static (SymbolTable Characters, List<long> Counts) CountCharacters(LabelledCorpus corpus)
    {
        SymbolTable characters = new();
        List<long> counts = [];
        long[] symbolCounts = corpus.CountTokenSymbols();
        for (int symbol = 0; symbol < symbolCounts.Length; symbol++)
        {
            ReadOnlySpan<char> rest = corpus.TokenSymbols[symbol];
            while (!rest.IsEmpty)
            {
                int length = StringInfo.GetNextTextElementLength(rest);
                int id = characters.Add(rest[..length]);
                if (id == counts.Count)
                {
                    counts.Add(0);
                }

                counts[id] += symbolCounts[symbol];
                rest = rest[length..];
            }
        }

        return (characters, counts);
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
