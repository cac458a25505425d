using Rnnctl.Text.Corpora;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Tests.Vocabularies;

public sealed class VocabularyTests : IDisposable
{
    private static readonly TokenNormalizer Both = new(true, true);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Tokens_are_ordered_by_falling_count_then_by_first_appearance() =>
        Assert.Equal(["<unk>", "b", "c", "a", "d"], Vocabulary.ForTokens(CorpusOf("c a b b d c b"), new VocabularyOptions()).Symbols);

    [Fact]
    public void Rare_tokens_and_tokens_beyond_the_size_limit_are_unknown()
    {
        LabelledCorpus corpus = CorpusOf("c a b b d c b e e");
        Assert.Equal(["<unk>", "b", "c", "e"], Vocabulary.ForTokens(corpus, new VocabularyOptions(MinCount: 2)).Symbols);
        Vocabulary vocabulary = Vocabulary.ForTokens(corpus, new VocabularyOptions(MaxSize: 2));
        Assert.Equal(["<unk>", "b", "c"], vocabulary.Symbols);
        Assert.Equal([2, 0, 1, 0, 0], vocabulary.MapFrom(corpus.TokenSymbols));
    }

    [Fact]
    public void Tokens_are_normalised_before_counting_and_finding()
    {
        LabelledCorpus corpus = CorpusOf("The 12 the x Ünited 34");
        Vocabulary vocabulary = Vocabulary.ForTokens(corpus, new VocabularyOptions(Normalizer: Both));
        Assert.Equal(["<unk>", "the", "00", "x", "ünited"], vocabulary.Symbols);
        Assert.Equal((1, 2, 4, 0), (vocabulary.Find("THE"), vocabulary.Find("99"), vocabulary.Find("ÜNITED"), vocabulary.Find("new")));
        Assert.Equal([1, 2, 1, 3, 4, 2], corpus.TokensOf(0).ToArray().Select(symbol => vocabulary.MapFrom(corpus.TokenSymbols)[symbol]));
    }

    [Fact]
    public void A_token_that_equals_the_unknown_symbol_is_unknown()
    {
        LabelledCorpus corpus = CorpusOf("a <unk> <unk> <UNK>");
        Vocabulary vocabulary = Vocabulary.ForTokens(corpus, new VocabularyOptions(Normalizer: Both));
        Assert.Equal(["<unk>", "a"], vocabulary.Symbols);
        Assert.Equal([1, 0, 0], vocabulary.MapFrom(corpus.TokenSymbols));
    }

    [Fact]
    public void Characters_are_ordered_by_falling_count_and_single_ones_are_unknown()
    {
        LabelledCorpus corpus = CorpusOf("Aa 👍🏽 👍 aé 👍🏽 e\u0301 A 我我 é 吃");
        Assert.Equal(["<unk>", "A", "a", "👍🏽", "é", "我"], Vocabulary.ForCharacters(corpus).Symbols);
    }

    [Fact]
    public void Characters_that_would_end_a_line_are_unknown()
    {
        LabelledCorpus corpus = new();
        foreach (string token in (string[])["a\rb", "\r\n", "\r", "a\u0085b", "\u2028\uFEFF", "\u2028\uFEFF"]) corpus.Add(token, "O");
        corpus.EndSentence();
        Vocabulary characters = Vocabulary.ForCharacters(corpus);
        Assert.Equal(["<unk>", "a", "b", "\u2028", "\uFEFF"], characters.Symbols);
        using (StreamWriter writer = new(_folder["characters.txt"])) characters.Write(writer);
        Assert.Equal(characters.Symbols, ReadFile(_folder["characters.txt"]).Symbols);
    }

    [Fact]
    public void Labels_are_ordered_by_first_appearance_without_an_unknown_symbol()
    {
        LabelledCorpus corpus = new();
        corpus.Add("a", "O");
        corpus.Add("b", "B-X");
        corpus.EndSentence();
        Vocabulary vocabulary = Vocabulary.ForLabels(corpus);
        Assert.Equal(["O", "B-X"], vocabulary.Symbols);
        Assert.Equal((0, 1, -1, -1), (vocabulary.Find("O"), vocabulary.Find("B-X"), vocabulary.Find("I-X"), vocabulary.UnknownId));
    }

    [Fact]
    public void A_label_that_equals_the_unknown_symbol_is_an_error()
    {
        LabelledCorpus corpus = new();
        corpus.Add("a", "<unk>");
        corpus.EndSentence();
        Assert.Throws<InputException>(() => Vocabulary.ForLabels(corpus));
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, 0)]
    public void Options_out_of_range_are_an_error(int minCount, int? maxSize) =>
        Assert.Throws<InputException>(() => Vocabulary.ForTokens(CorpusOf("a"), new VocabularyOptions(minCount, maxSize)));

    [Fact]
    public void Symbols_of_sequences_follow_the_frame_by_falling_count_then_by_first_appearance()
    {
        Vocabulary vocabulary = Vocabulary.ForSequences(CountsOf("c A b a </s> d c b"), new VocabularyOptions(MinCount: 2, Normalizer: Both));
        Assert.Equal(["<unk>", "<s>", "</s>", "c", "a", "b"], vocabulary.Symbols);
        Assert.Equal((0, 4), (vocabulary.UnknownId, vocabulary.Find("A")));
        Assert.Equal(("<s>", "</s>"), (vocabulary[Vocabulary.BeginId], vocabulary[Vocabulary.EndId]));
        Assert.Equal(["<unk>", "<s>", "</s>", "c"], Vocabulary.ForSequences(CountsOf("b c c"), new VocabularyOptions(MaxSize: 1)).Symbols);
        Assert.Throws<InputException>(() => Vocabulary.ForSequences(CountsOf("a"), new VocabularyOptions(0)));
    }

    [Fact]
    public void A_vocabulary_of_sequences_round_trips()
    {
        Vocabulary written = Vocabulary.ForSequences(CountsOf("a B a"), new VocabularyOptions(Normalizer: Both));
        using (StreamWriter writer = new(_folder["source.txt"])) written.Write(writer);
        Vocabulary read = Vocabulary.ReadForSequences(_folder["source.txt"], Both);
        Assert.Equal(["<unk>", "<s>", "</s>", "a", "b"], read.Symbols);
        Assert.Equal((true, 0, 4), (read.FramesSequences, read.UnknownId, read.Find("B")));
        Assert.False(Vocabulary.ForTokens(CorpusOf("a"), new VocabularyOptions()).FramesSequences);
    }

    [Fact]
    public void A_vocabulary_round_trips()
    {
        Vocabulary written = Vocabulary.ForTokens(CorpusOf("# a\u00A0b 😀 the"), new VocabularyOptions(Normalizer: Both));
        using StringWriter text = new();
        written.Write(text);
        Assert.Equal("<unk>\n#\na\u00A0b\n😀\nthe\n", text.ToString());
        Vocabulary read = ReadFile(_folder.Write("tokens.txt", text.ToString()), Both);
        Assert.Equal(written.Symbols, read.Symbols);
        Assert.Equal((0, 4, 0), (read.UnknownId, read.Find("THE"), read.Find("none")));
        Assert.Equal(-1, ReadFile(_folder.Write("labels.txt", "O\r\nB-X")).Find("none"));
    }

    [Theory]
    [InlineData("O\n\nB\n", "labels.txt:2: expected a symbol, found an empty line")]
    [InlineData("O\nB\nO\n", "labels.txt:3: expected each symbol once, found 'O' again (first on line 1)")]
    [InlineData("", "labels.txt: expected a symbol on every line, found an empty file")]
    public void A_malformed_vocabulary_is_an_error_with_its_place(string text, string message) =>
        Assert.Equal(message, ErrorOf(_folder.Write("labels.txt", text)));

    [Fact]
    public void A_vocabulary_that_is_not_utf8_or_missing_is_an_error()
    {
        Assert.Equal("v.txt:2: expected UTF-8 text, found the byte 0xFF at column 1", ErrorOf(_folder.Write("v.txt", [79, 10, 0xFF, 10])));
        Assert.Equal("gone.txt: no such file", ErrorOf(Path.Combine(_folder.Root, "gone.txt")));
    }

    private static LabelledCorpus CorpusOf(string tokens)
    {
        LabelledCorpus corpus = new();
        foreach (string token in tokens.Split(' '))
        {
            corpus.Add(token, "X");
        }

        corpus.EndSentence();
        return corpus;
    }

    private static SymbolCounts CountsOf(string line)
    {
        SymbolCounts counts = new();
        counts.AddWords(line);
        return counts;
    }

    private string ErrorOf(string path) =>
        Assert.Throws<InputException>(() => ReadFile(path)).Message.Replace(_folder.Root + "/", "", StringComparison.Ordinal);

    private static Vocabulary ReadFile(string path, TokenNormalizer normalizer = default)
    {
        using LineReader lines = LineReader.Open(path);
        return Vocabulary.Read(lines, normalizer);
    }
}
