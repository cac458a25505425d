using System.Text;
using Rnnctl.Text.Corpora;

namespace Rnnctl.Text.Tests.Corpora;

public sealed class ColumnSentenceReaderTests
{
    [Theory]
    [InlineData("a N x\nb V y\n\n# c\nc N z\n", "a/N b/V|c/N")]
    [InlineData("a\tN\r\n\r\n\r\nb\tV", "a/N|b/V")]
    [InlineData("a N x\n# V y\n", "a/N #/V")]
    [InlineData("\n\n", "")]
    public void Tokens_and_features_are_read_and_the_rest_is_dropped(string text, string expected) =>
        Assert.Equal(expected, Show(text, CorpusFormat.Conll, "2"));

    [Fact]
    public void Ranges_and_empty_nodes_of_conllu_are_skipped() => Assert.Equal(
        "c/NOUN d/VERB", Show("# text\n1-2\tcd\t_\t_\t_\t_\t_\t_\t_\t_\n" + Word(1, "c", "NOUN") + Word(2, "d", "VERB"), CorpusFormat.Conllu, "upos"));

    [Theory]
    [InlineData("a\n", CorpusFormat.Conll, "2", "in:1: expected at least 2 columns, found 1")]
    [InlineData("a N\nb V x\n", CorpusFormat.Conll, "2", "in:2: expected 2 columns, found 3")]
    [InlineData("a\t\tx\n", CorpusFormat.Conll, "2", "in:1: expected a value or _ in column 2, found nothing")]
    [InlineData("a N\n", CorpusFormat.Conllu, "upos", "in:1: expected 10 tab-separated columns, found 1")]
    public void A_malformed_line_is_an_error_with_its_place(string text, CorpusFormat format, string features, string message) =>
        Assert.Equal(message, Assert.Throws<InputException>(() => Show(text, format, features)).Message);

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
        var reader = new ColumnSentenceReader(lines, new CorpusOptions(format) { Features = new FeatureColumns(features) });
        SentenceBuffer sentences = new();
        List<string> shown = [];
        while (reader.Read(sentences, 2))
        {
            for (int sentence = 0; sentence < sentences.Sentences; sentence++) shown.Add(Show(sentences[sentence]));
        }

        return string.Join('|', shown);
    }

    private static string Show(SentenceTokens tokens)
    {
        List<string> words = [];
        for (int token = 0; token < tokens.Count; token++) words.Add($"{tokens[token]}/{tokens.Feature(0, token)}");
        return string.Join(' ', words);
    }
}
