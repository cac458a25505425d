using System.Text.Json;
using CsCheck;
using Rnnctl.Text.Corpora;

namespace Rnnctl.Text.Tests.RoundTrips;

/// <summary>Tagged sentences are read back as they were written, in every format.</summary>
public sealed class TaggedSentenceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Columns_round_trip() => RandomSentences.All.Where(HasNoComments).Check(sentences =>
    {
        string path = Write(TagOutputFormat.Conll, sentences);
        Assert.Equal(sentences, RandomSentences.Read(CorpusFormat.Conll, path));
    });

    [Fact]
    public void Slashed_text_round_trips() => RandomSentences.All.Select(WithoutSlashesInLabels).Check(sentences =>
    {
        string path = Write(TagOutputFormat.Slash, sentences);
        Assert.Equal(sentences, RandomSentences.Read(CorpusFormat.Slash, path));
    });

    [Fact]
    public void Json_round_trips() => RandomSentences.All.Check(sentences =>
    {
        string[] lines = File.ReadAllLines(Write(TagOutputFormat.Json, sentences));
        Assert.Equal(sentences, lines.Select(ReadJson));
    });

    [Theory]
    [InlineData(TagOutputFormat.Tsv)]
    [InlineData(TagOutputFormat.Json)]
    public void Predictions_round_trip(TagOutputFormat format) => RandomSentences.All.Where(HasNoComments).Check(sentences =>
    {
        LabelledCorpus gold = RandomSentences.ToCorpus(sentences);
        PredictedLabels predicted = PredictionReader.Read(Write(format, sentences), gold, _ => { });
        Assert.Equal(
            sentences.Select(sentence => sentence.Select(word => word.Label)),
            sentences.Select((_, index) => RandomSentences.Words(predicted.LabelsOf(index), gold.LabelSymbols)));
    });

    // A single # at the start of a sentence is a comment, and -DOCSTART- is not a token.
    private static bool HasNoComments((string Token, string Label)[][] sentences) =>
        sentences.SelectMany(sentence => sentence).All(word => word.Token[0] is not '#' && !word.Token.StartsWith("-DOCSTART-", StringComparison.Ordinal));

    private static (string Token, string Label)[][] WithoutSlashesInLabels((string Token, string Label)[][] sentences) =>
        [.. sentences.Select(sentence => sentence.Select(word => (word.Token, word.Label.Replace('/', '!'))).ToArray())];

    private static (string Token, string Label)[] ReadJson(string line)
    {
        using JsonDocument sentence = JsonDocument.Parse(line);
        IEnumerable<string> tokens = sentence.RootElement.GetProperty("tokens").EnumerateArray().Select(token => token.GetString()!);
        return [.. tokens.Zip(sentence.RootElement.GetProperty("labels").EnumerateArray().Select(label => label.GetString()!))];
    }

    private string Write(TagOutputFormat format, (string Token, string Label)[][] sentences)
    {
        string[] labels = [.. sentences.SelectMany(sentence => sentence).Select(word => word.Label).Distinct()];
        using var text = new StringWriter();
        var writer = new TaggedSentenceWriter(text, format, labels);
        foreach ((string Token, string Label)[] sentence in sentences)
        {
            var tokens = new SentenceBuffer();
            tokens.Add(string.Join(' ', sentence.Select(word => word.Token)));
            writer.Write(tokens[0], [.. sentence.Select(word => Array.IndexOf(labels, word.Label))]);
        }

        return _folder.Write("tagged", text.ToString());
    }
}
