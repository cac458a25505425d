using System.Text;
using Rnnctl.Text.Corpora;

namespace Rnnctl.Text.Tests.Corpora;

public sealed class ColumnSentenceReaderTests
{
    [Theory]
    [InlineData("a N x\nb V y\n\n# c\nc N z\n", "a/N b/V|c/N")]
    [InlineData("a\tN\r\n\r\n\r\nb\tV", "a/N|b/V")]
    [InlineData("a N x\n# V y\n", "a/N #/V")]
    [InlineData("#NLProc N x\n# begin\nb V y\n", "#NLProc/N b/V")]
    public void Tokens_and_features_are_read_and_the_rest_is_dropped(string text, string expected) =>
        Assert.Equal(expected, Show(text, CorpusFormat.Conll, "2"));

    [Fact]
    public void Ranges_and_empty_nodes_of_conllu_are_skipped() => Assert.Equal(
        "c/NOUN d/VERB", Show("# text\n1-2\tcd\t_\t_\t_\t_\t_\t_\t_\t_\n" + Word(1, "c", "NOUN") + Word(2, "d", "VERB"), CorpusFormat.Conllu, "upos"));

    [Theory]
    [InlineData("a\n", CorpusFormat.Conll, "2", "in:1: expected at least 2 columns, found 1")]
    [InlineData("a N\nb V x\n", CorpusFormat.Conll, "2", "in:2: expected 2 columns, found 3")]
    [InlineData("a\t\tx\n", CorpusFormat.Conll, "2", "in:1: expected a feature in column 2, found nothing")]
    [InlineData("\n\n", CorpusFormat.Conll, "2", "in: expected sentences, found none")]
    [InlineData("", CorpusFormat.Conllu, "upos", "in: expected sentences, found an empty file")]
    [InlineData("a N\n", CorpusFormat.Conllu, "upos", "in:1: expected 10 tab-separated columns, found 1")]
    public void A_malformed_line_is_an_error_with_its_place(string text, CorpusFormat format, string features, string message) =>
        Assert.Equal(message, Assert.Throws<InputException>(() => Show(text, format, features)).Message);

    [Theory]
    [InlineData(CorpusFormat.Conll, "# text\n#NLProc N\nb V\n\n", 2)]
    [InlineData(CorpusFormat.Conllu, "# text\n1\ta\t_\t_\t_\t_\t_\t_\t_\t_\n\n", 1)]
    public void A_sentence_is_given_before_the_next_line_arrives(CorpusFormat format, string text, int tokens)
    {
        using LineReader lines = new(new UnfinishedStream(Encoding.UTF8.GetBytes(text)), "in");
        SentenceBuffer sentences = new();
        Assert.True(new ColumnSentenceReader(lines, new CorpusLayout(format)).Read(sentences, 10));
        Assert.Equal((1, tokens), (sentences.Sentences, sentences.Tokens));
    }

    [Fact]
    public void The_same_tokens_are_read_as_from_a_corpus()
    {
        const string Text = "#NLProc O\n# newdoc x\nis O\n\n# newdoc\n# O\n#b O\nc O\n-DOCSTART-\n-DOCSTART-1 O\n#x\n";
        Assert.Equal("#NLProc/O is/O|#/O #b/O c/O|-DOCSTART-1/O", Show(Text, CorpusFormat.Conll, "2"));
        using LineReader lines = new(new MemoryStream(Encoding.UTF8.GetBytes(Text)), "in");
        LabelledCorpus corpus = CorpusReader.Read(lines, new CorpusLayout(CorpusFormat.Conll), _ => { });
        Assert.Equal([2, 3, 1], Enumerable.Range(0, corpus.Sentences).Select(corpus.LengthOf));
    }

    [Fact]
    public void Random_columns_round_trip()
    {
        var random = new Random(23);
        for (int round = 0; round < 200; round++)
        {
            string[][] sentences = [.. Enumerable.Range(0, 1 + random.Next(4)).Select(_ => Draw(random))];
            string text = string.Join("\n\n", sentences.Select(tokens => string.Join('\n', tokens.Select(token => token.Replace('/', ' ') + " label"))));
            Assert.Equal(string.Join('|', sentences.Select(tokens => string.Join(' ', tokens))), Show(text, CorpusFormat.Conll, "2"));
        }
    }

    private static string[] Draw(Random random) =>
        [.. Enumerable.Range(0, 1 + random.Next(5)).Select(_ => $"{"ab我"[random.Next(3)]}/{"NV"[random.Next(2)]}")];

    private static string Word(int number, string form, string upos) => $"{number}\t{form}\t_\t{upos}\t_\t_\t_\t_\t_\t_\n";

    private static string Show(string text, CorpusFormat format, string features)
    {
        using LineReader lines = new(new MemoryStream(Encoding.UTF8.GetBytes(text)), "in");
        var reader = new ColumnSentenceReader(lines, new CorpusLayout(format) { Features = new FeatureColumns(features) });
        SentenceBuffer sentences = new();
        List<string> shown = [];
        while (reader.Read(sentences, 2))
        {
            for (int sentence = 0; sentence < sentences.Sentences; sentence++) shown.Add(Show(sentences[sentence]));
        }

        reader.RequireSentences();
        return string.Join('|', shown);
    }

    private static string Show(SentenceTokens tokens)
    {
        List<string> words = [];
        for (int token = 0; token < tokens.Count; token++) words.Add($"{tokens[token]}/{tokens.Feature(0, token)}");
        return string.Join(' ', words);
    }

    /// <summary>A stream that must not be read to its end: the rest has not arrived.</summary>
    private sealed class UnfinishedStream(byte[] content) : MemoryStream(content)
    {
        public override int Read(byte[] buffer, int offset, int count) =>
            Position < Length ? base.Read(buffer, offset, count) : throw new InvalidOperationException("read on after the sentence");
    }
}
