using System.Text;
using System.Text.Json;
using Rnnctl.Text.Corpora;

namespace Rnnctl.Text.Tests.Corpora;

public sealed class TaggedSentenceWriterTests
{
    private static readonly string[] Labels = ["O", "B-\"x\""];

    [Theory]
    [InlineData(TagOutputFormat.Tsv, "a b\tO B-\"x\"\n\nc\\\"\u0001\tO\n")]
    [InlineData(TagOutputFormat.Conll, "a\tO\nb\tB-\"x\"\n\n\nc\\\"\u0001\tO\n\n")]
    [InlineData(TagOutputFormat.Slash, "a/O b/B-\"x\"\n\nc\\\"\u0001/O\n")]
    [InlineData(TagOutputFormat.Labels, "O B-\"x\"\n\nO\n")]
    [InlineData(
        TagOutputFormat.Json,
        "{\"tokens\":[\"a\",\"b\"],\"labels\":[\"O\",\"B-\\\"x\\\"\"]}\n" +
        "{\"tokens\":[],\"labels\":[]}\n{\"tokens\":[\"c\\\\\\\"\\u0001\"],\"labels\":[\"O\"]}\n")]
    public void Sentences_are_written_in_every_format(TagOutputFormat format, string expected) =>
        Assert.Equal(expected, WriteThree(format, false));

    [Theory]
    [InlineData(TagOutputFormat.Tsv, "a b\tO B-\"x\"\t0.2500 1.0000\n\nc\\\"\u0001\tO\t0.5000\n")]
    [InlineData(TagOutputFormat.Conll, "a\tO\t0.2500\nb\tB-\"x\"\t1.0000\n\n\nc\\\"\u0001\tO\t0.5000\n\n")]
    [InlineData(
        TagOutputFormat.Json,
        "{\"tokens\":[\"a\",\"b\"],\"labels\":[\"O\",\"B-\\\"x\\\"\"],\"probabilities\":[0.25,1]}\n" +
        "{\"tokens\":[],\"labels\":[]}\n{\"tokens\":[\"c\\\\\\\"\\u0001\"],\"labels\":[\"O\"],\"probabilities\":[0.5]}\n")]
    public void Probabilities_are_a_third_column(TagOutputFormat format, string expected) =>
        Assert.Equal(expected, WriteThree(format, true));

    [Theory]
    [InlineData(TagOutputFormat.Slash)]
    [InlineData(TagOutputFormat.Labels)]
    public void Probabilities_are_an_error_in_a_format_without_place_for_them(TagOutputFormat format)
    {
        Assert.Throws<InputException>(() => new TaggedSentenceWriter(TextWriter.Null, format, Labels, true));
        Assert.NotNull(new TaggedSentenceWriter(TextWriter.Null, format, Labels, false));
    }

    [Theory]
    [InlineData(TagOutputFormat.Tsv, "a b\tO O\t0.7500\na b\tO B-\"x\"\t1.235e-05\n\n")]
    [InlineData(
        TagOutputFormat.Json,
        "[{\"tokens\":[\"a\",\"b\"],\"labels\":[\"O\",\"O\"],\"probability\":0.75}," +
        "{\"tokens\":[\"a\",\"b\"],\"labels\":[\"O\",\"B-\\\"x\\\"\"],\"probability\":1.23456789E-05}]\n[]\n")]
    public void Several_labellings_follow_one_another(TagOutputFormat format, string expected)
    {
        SentenceBuffer sentences = new();
        sentences.Add("a b");
        sentences.Add("");
        using StringWriter text = new();
        TaggedSentenceWriter writer = new(text, format, Labels, several: true);
        writer.WriteSeveral(sentences[0], [[0, 0], [0, 1]], [0.75, 1.23456789E-05]);
        writer.WriteSeveral(sentences[1], [], []);
        Assert.Equal(expected, text.ToString());
    }

    [Theory]
    [InlineData(TagOutputFormat.Conll)]
    [InlineData(TagOutputFormat.Slash)]
    [InlineData(TagOutputFormat.Labels)]
    public void Several_labellings_are_an_error_in_a_format_without_place_for_them(TagOutputFormat format) =>
        Assert.Throws<InputException>(() => new TaggedSentenceWriter(TextWriter.Null, format, Labels, several: true));

    [Fact]
    public void Slashed_text_cannot_hold_a_label_with_a_slash()
    {
        InputException error = Assert.Throws<InputException>(() => new TaggedSentenceWriter(TextWriter.Null, TagOutputFormat.Slash, ["O", "NN/VB"]));
        Assert.Equal("the output format slash cannot hold the label 'NN/VB', which contains a slash", error.Message);
        Assert.NotNull(new TaggedSentenceWriter(TextWriter.Null, TagOutputFormat.Tsv, ["O", "NN/VB"]));
    }

    [Fact]
    public void Slashed_text_is_read_back_as_it_was_written()
    {
        var random = new Random(9);
        using var folder = new TemporaryFolder();
        string[] pieces = ["/", "a", "我", "／", "😀", "\u00a0", "-", "//", "\\"];
        for (int round = 0; round < 200; round++)
        {
            string[] tokens = [.. Enumerable.Range(0, 1 + random.Next(6)).Select(_ => string.Concat(random.GetItems(pieces, 1 + random.Next(4))))];
            SentenceBuffer sentences = new();
            sentences.Add(string.Join(' ', tokens));
            using StringWriter text = new();
            int[] labels = [.. tokens.Select(_ => random.Next(2))];
            new TaggedSentenceWriter(text, TagOutputFormat.Slash, Labels).Write(sentences[0], labels);

            string path = folder.Write("slashed", text.ToString());
            LabelledCorpus corpus = CorpusReader.Read([path], new CorpusLayout(CorpusFormat.Slash), _ => { });
            Assert.Equal(tokens, corpus.TokensOf(0).ToArray().Select(token => corpus.TokenSymbols[token]));
            Assert.Equal(labels.Select(label => Labels[label]), corpus.LabelsOf(0).ToArray().Select(label => corpus.LabelSymbols[label]));
        }
    }

    [Fact]
    public void Json_round_trips_every_character()
    {
        string token = string.Concat(
            Enumerable.Range(1, 0x300).Select(code => (char)code).Where(character => !char.IsWhiteSpace(character))) + "😀";
        SentenceBuffer sentences = new();
        sentences.Add(token);
        string expected = sentences[0][0].ToString();
        using StringWriter text = new();
        new TaggedSentenceWriter(text, TagOutputFormat.Json, Labels).Write(sentences[0], [0]);
        using JsonDocument json = JsonDocument.Parse(text.ToString());
        Assert.Equal(expected, json.RootElement.GetProperty("tokens")[0].GetString());
    }

    [Fact]
    public void Different_numbers_of_tokens_and_labels_are_an_error()
    {
        SentenceBuffer sentences = new();
        sentences.Add("a b");
        TaggedSentenceWriter writer = new(TextWriter.Null, TagOutputFormat.Tsv, Labels);
        Assert.Throws<ArgumentException>(() => writer.Write(sentences[0], [0]));
        Assert.Throws<ArgumentException>(() => writer.Write(sentences[0], [0, 0], [1]));
    }

    [Theory]
    [InlineData(TagOutputFormat.Tsv, true)]
    [InlineData(TagOutputFormat.Conll, true)]
    [InlineData(TagOutputFormat.Json, true)]
    [InlineData(TagOutputFormat.Slash, false)]
    [InlineData(TagOutputFormat.Labels, false)]
    public void Reading_and_writing_allocate_nothing_in_steady_state(TagOutputFormat format, bool withProbabilities)
    {
        using LineReader lines = new(
            new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("show me \"flights\"\n", 20_000)))),
            "in");
        SentenceBuffer sentences = new();
        TaggedSentenceWriter writer = new(TextWriter.Null, format, Labels, withProbabilities);
        int[] labels = [0, 1, 0];
        float[] probabilities = withProbabilities ? [0.1f, 0.2f, 0.3f] : [];
        void Copy(int chunks)
        {
            for (int chunk = 0; chunk < chunks && sentences.Read(lines, 100); chunk++)
                for (int sentence = 0; sentence < sentences.Sentences; sentence++)
                    writer.Write(sentences[sentence], labels, probabilities);
        }

        Copy(chunks: 100);
        Assert.Equal(0, AllocatedBytes.Of(() => Copy(chunks: 10)));
    }

    private static string WriteThree(TagOutputFormat format, bool withProbabilities)
    {
        SentenceBuffer sentences = new();
        sentences.Add(" a  b\t");
        sentences.Add("");
        sentences.Add("c\\\"\u0001");
        using StringWriter text = new();
        TaggedSentenceWriter writer = new(text, format, Labels, withProbabilities);
        writer.Write(sentences[0], [0, 1], withProbabilities ? [0.25f, 1] : []);
        writer.Write(sentences[1], []);
        writer.Write(sentences[2], [0], withProbabilities ? [0.5f] : []);
        return text.ToString();
    }
}
