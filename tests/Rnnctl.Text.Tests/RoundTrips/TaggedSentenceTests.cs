using System.Text.Json;
using CsCheck;
using Rnnctl.Text.Corpora;

namespace Rnnctl.Text.Tests.RoundTrips;

/// <summary>
/// Tagged sentences are read back as they were written, in every format, or the format refuses the token or label that it can't hold.
/// </summary>
public sealed class TaggedSentenceTests : IDisposable
{
    private static readonly Gen<string> Odd = OneOf(
        "#", "##", "# newdoc", "#NLProc", "# global.columns = ID", "-DOCSTART-", "-DOCSTART- x", "-DOCSTART-x", "1", "2", "1-2", "1.1", "B-New York",
        "100 000", "O", "0.5000", "[]", "[{", "{\"labels\":[\"O\"]", "a/b", "0-0");

    private static readonly Gen<string> Blank = OneOf(" ", "  ", "\v", "\f", "\u3000");

    private static readonly Gen<string> Word = Gen.OneOf(
        AwkwardText.Word, Odd, Gen.Select(AwkwardText.Word, Blank, AwkwardText.Word, (first, blank, second) => first + blank + second));

    private static readonly Gen<(string Token, string Label)[][]> Sentences = Gen.Select(Word, Word).Array[1, 4].Array[1, 4].Where(HasNoMark);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(TagOutputFormat.Conll, CorpusFormat.Conll)]
    [InlineData(TagOutputFormat.Slash, CorpusFormat.Slash)]
    public void Output_is_read_back_as_a_corpus_or_refused(TagOutputFormat format, CorpusFormat corpus) => Sentences.Check(sentences =>
    {
        if (TryWrite(format, sentences) is { } path) Assert.Equal(sentences, RandomSentences.Read(corpus, path));
    });

    [Theory]
    [InlineData(TagOutputFormat.Tsv)]
    [InlineData(TagOutputFormat.Conll)]
    [InlineData(TagOutputFormat.Slash)]
    [InlineData(TagOutputFormat.Json)]
    [InlineData(TagOutputFormat.Labels)]
    public void Output_is_read_back_as_predictions_or_refused(TagOutputFormat format) => Sentences.Check(sentences =>
    {
        if (TryWrite(format, sentences) is not { } path) return;
        LabelledCorpus gold = RandomSentences.ToCorpus(sentences);
        PredictedLabels predicted = PredictionReader.Read(path, gold, _ => { });
        Assert.Equal(
            sentences.Select(sentence => sentence.Select(word => word.Label)),
            sentences.Select((_, index) => RandomSentences.Words(predicted.LabelsOf(index), gold.LabelSymbols)));
    });

    [Fact]
    public void Json_round_trips() => Sentences.Check(sentences =>
    {
        string[] lines = File.ReadAllLines(TryWrite(TagOutputFormat.Json, sentences)!);
        Assert.Equal(sentences, lines.Select(ReadJson));
    });

    [Fact]
    public void Lines_of_conllu_stay_as_they_are_but_for_the_labels() => Sentences.Check(sentences =>
    {
        string before = Conllu(sentences, word => word.Label), after = Conllu(sentences, word => word.Label + "!");
        var lines = new ConlluLines();
        using var text = new StringWriter();
        using var input = new LineReader(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(before)), "in");
        var reader = new ColumnSentenceReader(input, new CorpusLayout(CorpusFormat.Conllu), lines);
        var buffer = new SentenceBuffer();
        string[] labels = [.. sentences.SelectMany(sentence => sentence).Select(word => word.Label + "!").Distinct()];
        for (int done = 0; reader.Read(buffer, 2); done += buffer.Sentences)
        {
            for (int sentence = 0; sentence < buffer.Sentences; sentence++)
                lines.Write(text, sentence, [.. sentences[done + sentence].Select(word => Array.IndexOf(labels, word.Label + "!"))], labels);
        }

        lines.WriteRest(text);
        Assert.Equal(after, text.ToString());
        Assert.Equal(
            sentences.Select(sentence => sentence.Select(word => word.Label + "!")),
            RandomSentences.Read(CorpusFormat.Conllu, _folder.Write("after", after)).Select(sentence => sentence.Select(word => word.Label)));
    });

    private static Gen<string> OneOf(params string[] words) => Gen.OneOf(words);

    // A byte-order mark at the start of a file is not part of the first token or label.
    private static bool HasNoMark((string Token, string Label)[][] sentences) => sentences[0][0].Token[0] != '\ufeff' && sentences[0][0].Label[0] != '\ufeff';

    private static string Conllu((string Token, string Label)[][] sentences, Func<(string Token, string Label), string> label)
    {
        IEnumerable<string> lines = sentences.SelectMany(sentence =>
            sentence.Select((word, index) => $"{index + 1}\t{word.Token}\tx y\t{label(word)}\t_\t_\t_\t_\t_\t a ")
                .Append("9.1\te\te\t_\t_\t_\t_\t_\t_\t_").Prepend("1-2\tdu\t_\t_\t_\t_\t_\t_\t_\t_").Prepend("# text =\t1 ").Append(""));
        return string.Join('\n', lines) + "\n# a comment at the end\n\n\n";
    }

    private static (string Token, string Label)[] ReadJson(string line)
    {
        using JsonDocument sentence = JsonDocument.Parse(line);
        IEnumerable<string> tokens = sentence.RootElement.GetProperty("tokens").EnumerateArray().Select(token => token.GetString()!);
        return [.. tokens.Zip(sentence.RootElement.GetProperty("labels").EnumerateArray().Select(label => label.GetString()!))];
    }

    private static bool CanHold(TagOutputFormat format, (string Token, string Label) word)
    {
        char[] blanks = [' ', '\t', '\v', '\f', '\r'];
        return format switch
        {
            TagOutputFormat.Conll => word.Token.Split(blanks)[0] != "-DOCSTART-",
            TagOutputFormat.Slash => (word.Token + word.Label).IndexOfAny([.. blanks, '\u3000']) < 0 && !word.Label.Contains('/'),
            TagOutputFormat.Tsv => (word.Token + word.Label).IndexOfAny(blanks) < 0,
            TagOutputFormat.Labels => word.Label.IndexOfAny(blanks) < 0,
            _ => true,
        };
    }

    /// <summary>Writes the sentences and returns the file; null if the format refuses them, as it must.</summary>
    private string? TryWrite(TagOutputFormat format, (string Token, string Label)[][] sentences)
    {
        string[] labels = [.. sentences.SelectMany(sentence => sentence).Select(word => word.Label).Distinct()];
        using var text = new StringWriter();
        if (sentences.SelectMany(sentence => sentence).Any(word => !CanHold(format, word)))
        {
            InputException error = Assert.Throws<InputException>(() => Write(text, format, labels, sentences));
            Assert.Contains("cannot hold the ", error.Message, StringComparison.Ordinal);
            return null;
        }

        Write(text, format, labels, sentences);
        return _folder.Write("tagged", text.ToString());
    }

    private static void Write(TextWriter text, TagOutputFormat format, string[] labels, (string Token, string Label)[][] sentences)
    {
        var writer = new TaggedSentenceWriter(text, format, labels);
        using var input = new LineReader(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Conllu(sentences, _ => "_"))), "in");
        var reader = new ColumnSentenceReader(input, new CorpusLayout(CorpusFormat.Conllu));
        var buffer = new SentenceBuffer();
        for (int done = 0; reader.Read(buffer, 1); done++) writer.Write(buffer[0], [.. sentences[done].Select(word => Array.IndexOf(labels, word.Label))]);
    }
}
