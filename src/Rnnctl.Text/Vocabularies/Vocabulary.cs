using Rnnctl.Text.Corpora;

namespace Rnnctl.Text.Vocabularies;

/// <summary>
/// The symbols of a model, numbered from 0. The file holds one symbol a line; the line number, from 0, is the id. If the
/// first symbol is <c>&lt;unk&gt;</c>, all symbols that are not in the vocabulary get its id, 0; a token that literally reads
/// <c>&lt;unk&gt;</c> gets it too. The vocabulary of a model with framed sequences has <c>&lt;s&gt;</c> and
/// <c>&lt;/s&gt;</c> next, the begin and end symbols; one of the characters of sequences then has <c>&lt;space&gt;</c>, the blank between two words.
/// </summary>
public sealed class Vocabulary
{
    /// <summary>The text of the unknown symbol.</summary>
    public const string Unknown = "<unk>";

    /// <summary>The text of the begin symbol of a framed sequence.</summary>
    public const string Begin = "<s>";

    /// <summary>The text of the end symbol of a framed sequence.</summary>
    public const string End = "</s>";

    /// <summary>The id of <see cref="Begin"/> in a vocabulary that frames sequences.</summary>
    public const int BeginId = 1;

    /// <summary>The id of <see cref="End"/> in a vocabulary that frames sequences.</summary>
    public const int EndId = 2;

    /// <summary>The text of the blank between two words in a vocabulary of characters: an ordinary blank would be invisible in the vocabulary's file.</summary>
    public const string Space = "<space>";

    /// <summary>The id of <see cref="Space"/> in a vocabulary of the characters of sequences.</summary>
    public const int SpaceId = 3;

    private const char ByteOrderMark = '\ufeff';

    private static readonly string[] UnknownAlone = [Unknown];
    private static readonly string[] Frame = [Unknown, Begin, End];
    private static readonly string[] CharacterFrame = [.. Frame, Space];

    private readonly SymbolTable _symbols;

    private Vocabulary(TokenNormalizer normalizer)
        : this(normalizer, new SymbolTable())
    {
    }

    private Vocabulary(TokenNormalizer normalizer, SymbolTable symbols) => (Normalizer, _symbols) = (normalizer, symbols);

    /// <summary>The normaliser that is applied to a symbol before it is looked up.</summary>
    public TokenNormalizer Normalizer { get; }

    /// <summary>The number of symbols, the unknown one included.</summary>
    public int Count => _symbols.Count;

    /// <summary>The id of symbols that are not in the vocabulary: 0, or -1 if it has no unknown symbol.</summary>
    public int UnknownId { get; private set; } = -1;

    /// <summary>All symbols, in the order of their ids.</summary>
    public IReadOnlyList<string> Symbols => _symbols.Symbols;

    /// <summary>Whether the vocabulary starts with <c>&lt;unk&gt;</c>, <c>&lt;s&gt;</c> and <c>&lt;/s&gt;</c>, so that it can frame sequences.</summary>
    public bool FramesSequences => Symbols.Take(Frame.Length).SequenceEqual(Frame);

    /// <summary>Whether the vocabulary frames sequences and then has the blank between words, as one of the characters of sequences has.</summary>
    public bool FramesCharacters => Symbols.Take(CharacterFrame.Length).SequenceEqual(CharacterFrame);

    /// <summary>The symbol with an id.</summary>
    public string this[int id] => _symbols[id];

    /// <summary>
    /// Creates the vocabulary of a corpus's tokens: <c>&lt;unk&gt;</c>, then the normalised tokens by falling count, equal counts by first
    /// appearance.
    /// </summary>
    /// <exception cref="InputException">An option is out of range.</exception>
    public static Vocabulary ForTokens(LabelledCorpus corpus, VocabularySelection options)
    {
        SymbolCounts tokens = new();
        tokens.Add(corpus.TokenSymbols, corpus.CountTokenSymbols());
        return ForTokens(tokens, options);
    }

    /// <summary>The same vocabulary of counted tokens.</summary>
    /// <exception cref="InputException">An option is out of range.</exception>
    public static Vocabulary ForTokens(SymbolCounts tokens, VocabularySelection options) => OfFrequent(UnknownAlone, tokens, options);

    /// <summary>
    /// Creates the vocabulary of the words or segments of sequences: <c>&lt;unk&gt;</c>, <c>&lt;s&gt;</c> and <c>&lt;/s&gt;</c>, then the normalised
    /// symbols by falling count, equal counts by first appearance. Symbols of the text that equal one of the first three are left out:
    /// <see cref="TextEncoder"/> makes them unknown.
    /// </summary>
    /// <exception cref="InputException">An option is out of range.</exception>
    public static Vocabulary ForSequences(SymbolCounts symbols, VocabularySelection options) => OfFrequent(Frame, symbols, options);

    /// <summary>The same vocabulary of a text's words.</summary>
    /// <exception cref="InputException">An option is out of range, or a file can't be read, is not UTF-8 text, or has no sentence.</exception>
    public static Vocabulary ForSequences(PlainText text, VocabularySelection options) =>
        ForSequences(CountWords(text), options);

    /// <summary>
    /// Creates the vocabulary of the characters of sequences: <c>&lt;unk&gt;</c>, <c>&lt;s&gt;</c>, <c>&lt;/s&gt;</c> and <c>&lt;space&gt;</c>, the blank
    /// between two words, then the normalised characters by falling count, equal counts by first appearance.
    /// </summary>
    /// <exception cref="InputException">An option is out of range.</exception>
    public static Vocabulary ForCharacterSequences(SymbolCounts characters, VocabularySelection options) =>
        OfFrequent(CharacterFrame, characters, options);

    /// <summary>The same vocabulary of a text's characters.</summary>
    /// <exception cref="InputException">As for a text's words.</exception>
    public static Vocabulary ForCharacterSequences(PlainText text, VocabularySelection options) => ForCharacterSequences(CountCharacters(text), options);

    /// <summary>Creates the vocabulary of a corpus's labels in the order of first appearance, without an unknown symbol.</summary>
    /// <exception cref="InputException">A label reads <c>&lt;unk&gt;</c>, which means the unknown symbol in a vocabulary's
    /// file.</exception>
    public static Vocabulary ForLabels(LabelledCorpus corpus) => ForLabels(corpus.LabelSymbols.Symbols);

    /// <summary>The same vocabulary of labels in the order of first appearance.</summary>
    /// <exception cref="InputException">As for a corpus.</exception>
    public static Vocabulary ForLabels(IReadOnlyList<string> labels)
    {
        if (labels.Contains(Unknown))
        {
            throw new InputException($"a label reads {Unknown}, which is reserved for unknown symbols", "rename that label");
        }

        Vocabulary vocabulary = new(default);
        foreach (string label in labels)
        {
            vocabulary._symbols.Add(label);
        }

        return vocabulary;
    }

    /// <summary>Creates the vocabulary of a feature's values: <c>&lt;unk&gt;</c>, then the values by falling count, equal counts by first
    /// appearance.</summary>
    public static Vocabulary ForFeature(SymbolCounts values)
    {
        Vocabulary vocabulary = new(default) { UnknownId = 0 };
        vocabulary._symbols.Add(Unknown);
        foreach ((string value, _) in values.Entries.OrderByDescending(value => value.Count)) vocabulary._symbols.Add(value);
        return vocabulary;
    }

    /// <summary>Returns a copy with further symbols at the end; symbols that it has already are left out.</summary>
    public Vocabulary With(IEnumerable<string> symbols)
    {
        Vocabulary vocabulary = new(Normalizer) { UnknownId = UnknownId };
        foreach (string symbol in Symbols.Concat(symbols))
        {
            vocabulary._symbols.Add(symbol);
        }

        return vocabulary;
    }

    /// <summary>Returns the same symbols with another normaliser.</summary>
    public Vocabulary With(TokenNormalizer normalizer) => new(normalizer, _symbols) { UnknownId = UnknownId };

    /// <summary>
    /// Creates the vocabulary of the characters of a corpus's tokens, which are text elements of Unicode: <c>&lt;unk&gt;</c>, then the characters by falling
    /// count, equal counts by first appearance. A character that appears only once is left out, so that the model learns a vector for unknown characters.
    /// Elements with a control character are left out too: some would end a line of the vocabulary's file.
    /// </summary>
    public static Vocabulary ForCharacters(LabelledCorpus corpus)
    {
        SymbolCounts tokens = new();
        tokens.Add(corpus.TokenSymbols, corpus.CountTokenSymbols());
        return ForCharacters(tokens);
    }

    /// <summary>The same vocabulary of counted tokens.</summary>
    public static Vocabulary ForCharacters(SymbolCounts tokens)
    {
        Vocabulary vocabulary = new(default) { UnknownId = 0 };
        vocabulary._symbols.Add(Unknown);
        SymbolCounts characters = new();
        foreach ((string token, long count) in tokens.Entries) characters.AddCharacters(token, count);
        IEnumerable<(string Symbol, long Count)> kept = characters.Entries
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
    /// <param name="normalizer">The normaliser of the vocabulary; the file does not contain it.</param>
    /// <exception cref="InputException">The lines can't be read or are not UTF-8, the file is empty, or a line is empty or repeats another.</exception>
    public static Vocabulary Read(LineReader lines, TokenNormalizer normalizer = default)
    {
        Vocabulary vocabulary = new(normalizer);
        lines.KeepsMarks = true;
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
    public static Vocabulary ReadForSequences(LineReader lines, TokenNormalizer normalizer = default) =>
        ReadWith(Frame, lines, normalizer);

    /// <summary>Reads the lines of a vocabulary of the characters of sequences.</summary>
    /// <exception cref="InputException">As for any vocabulary; or the first four lines are not <c>&lt;unk&gt;</c>, <c>&lt;s&gt;</c>, <c>&lt;/s&gt;</c> and
    /// <c>&lt;space&gt;</c>.</exception>
    public static Vocabulary ReadForCharacterSequences(LineReader lines, TokenNormalizer normalizer = default) =>
        ReadWith(CharacterFrame, lines, normalizer);

    /// <summary>Creates a vocabulary that frames sequences from the symbols of another tool's file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="symbols">The symbol of each line.</param>
    /// <param name="special">The special symbols of such files, which are left out; the frame's are put first.</param>
    /// <param name="normalizer">The normaliser of the vocabulary.</param>
    /// <exception cref="InputException">A symbol is empty or repeats another.</exception>
    internal static Vocabulary OfForeign(string path, string[] symbols, HashSet<string> special, TokenNormalizer normalizer)
    {
        Vocabulary vocabulary = new(normalizer) { UnknownId = 0 };
        foreach (string symbol in Frame) vocabulary._symbols.Add(symbol);
        for (int line = 0; line < symbols.Length; line++)
        {
            if (special.Contains(symbols[line])) continue;
            if (symbols[line].Length == 0) throw InputException.At(path, line + 1, "expected a symbol, found none");
            int id = vocabulary.Count;
            if (vocabulary._symbols.Add(symbols[line]) < id)
                throw InputException.At(path, line + 1, $"expected each symbol once, found '{symbols[line]}' again");
        }

        return vocabulary;
    }

    /// <summary>Writes the vocabulary's file: one symbol a line, each with a line feed.</summary>
    public void Write(TextWriter writer)
    {
        if (Count > 0 && this[0].StartsWith(ByteOrderMark))
        {
            writer.Write(ByteOrderMark); // A reader drops the first mark of a file, so the symbol's own mark must follow it.
        }

        foreach (string symbol in Symbols)
        {
            writer.Write(symbol);
            writer.Write('\n');
        }
    }

    /// <summary>Whether the vocabulary has a symbol, which is not normalised.</summary>
    public bool Has(ReadOnlySpan<char> symbol) => _symbols.TryFind(symbol, out _);

    /// <summary>Returns the id of a symbol after normalisation; <see cref="UnknownId"/> if the vocabulary does not have it.</summary>
    public int Find(ReadOnlySpan<char> symbol)
    {
        Span<char> buffer = symbol.Length <= 256 ? stackalloc char[256] : new char[symbol.Length];
        return _symbols.TryFind(Normalizer.Apply(symbol, buffer), out int id) ? id : UnknownId;
    }

    /// <summary>Returns the id in this vocabulary of every symbol of a table: <c>[symbols]</c>, as from <see cref="Find"/>.</summary>
    public int[] MapFrom(SymbolTable symbols)
    {
        int[] ids = new int[symbols.Count];
        for (int symbol = 0; symbol < ids.Length; symbol++)
        {
            ids[symbol] = Find(symbols[symbol]);
        }

        return ids;
    }

    /// <summary>Counts a text's words.</summary>
    /// <exception cref="InputException">A file can't be read, is not UTF-8 text, or has no sentence.</exception>
    internal static SymbolCounts CountWords(PlainText text) => CountIn(text, (counts, line) => counts.AddWords(line));

    /// <summary>Counts the characters of a text's words.</summary>
    /// <exception cref="InputException">As for words.</exception>
    internal static SymbolCounts CountCharacters(PlainText text) => CountIn(
        text,
        (counts, line) =>
        {
            foreach (ReadOnlySpan<char> word in Blanks.WordsOf(line)) counts.AddCharacters(word);
        });

    private static Vocabulary ReadWith(string[] first, LineReader lines, TokenNormalizer normalizer)
    {
        Vocabulary vocabulary = Read(lines, normalizer);
        for (int id = 0; id < first.Length; id++)
        {
            if (id < vocabulary.Count && vocabulary[id] == first[id]) continue;
            string found = id < vocabulary.Count ? $"'{vocabulary[id]}'" : "the end of the file";
            throw InputException.At(
                lines.Name, id + 1, $"expected {first[id]}, found {found}", $"such a vocabulary begins with the lines {string.Join(", ", first)}");
        }

        return vocabulary;
    }

    private static void RequirePositive(int value, string what)
    {
        if (value < 1)
        {
            throw new InputException($"{what}: expected 1 or more, found {value}");
        }
    }

    /// <summary>The given symbols, then the text's symbols that the options allow, most frequent first.</summary>
    private static Vocabulary OfFrequent(string[] first, SymbolCounts symbols, VocabularySelection options)
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

    private static SymbolCounts CountIn(PlainText text, Action<SymbolCounts, ReadOnlySpan<char>> add)
    {
        SymbolCounts counts = new();
        for (int file = 0; file < text.Files; file++)
        {
            using LineReader lines = text.Open(file);
            long before = counts.Total;
            while (lines.TryRead(out ReadOnlySpan<char> line)) add(counts, line);
            PlainText.RequireSentences(lines, counts.Total > before);
        }

        return counts;
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
