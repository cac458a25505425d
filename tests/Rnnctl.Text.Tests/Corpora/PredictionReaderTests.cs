using Rnnctl.Text.Corpora;

namespace Rnnctl.Text.Tests.Corpora;

public sealed class PredictionReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _notices = [];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("O B-X\nB-X\nO O I-Y\n", "the labels of a sentence a line")]
    [InlineData("\uFEFFO B-X \r\n\r\nB-X\r\nO O I-Y", "the labels of a sentence a line")]
    [InlineData("show me\tO B-X\nflights\tB-X\nto the moon\tO O I-Y\n", "tokens and labels separated by a tab")]
    [InlineData("tokens\tlabels\nshow me\tO B-X\nflights\tB-X\nto the moon\tO O I-Y\n", "tokens and labels separated by a tab")]
    [InlineData(
        "show me\tO B-X\t0.5000 0.7500\nflights\tB-X\t1.0000\nto the moon\tO O I-Y\t1.0000 1.0000 1.0000\n",
        "tokens and labels separated by a tab")]
    [InlineData("show O\nme B-X\n\nflights B-X\n\nto O\nthe O\nmoon I-Y\n\n", "a token a line in columns")]
    [InlineData("show O O\nme O B-X\n\n\nflights B-X B-X\n\nto O O\nthe O O\nmoon I-Y I-Y", "a token a line in columns, labels in column 3")]
    [InlineData("show\tO\nme\tB-X\n\nflights\tB-X\n\nto\tO\nthe\tO\nmoon\tI-Y\n", "a token a line in columns")]
    [InlineData(
        "show O 0.5000\nme B-X 1.0000\n\nflights B-X 0.1234\n\nto O 1.0000\nthe O 1.0000\nmoon I-Y 1.0000\n\n",
        "a token a line in columns, labels in column 2")]
    [InlineData(
        "# a comment of words\nshow O\nme B-X\n\n-DOCSTART- O\n\nflights B-X\n\nto O\nthe O\nmoon I-Y\n",
        "a token a line in columns")]
    [InlineData("show/O me/B-X\nflights/B-X\nto/O the/O moon/I-Y\n", "slashed text")]
    [InlineData(
        "{\"tokens\":[\"show\",\"me\"],\"labels\":[\"O\",\"B-X\"]}\n{\"labels\":[\"B-X\"]}\n" +
        "{\"labels\":[\"O\",\"O\",\"I-Y\"],\"probabilities\":[1,1,1]}\n",
        "a JSON object a line")]
    public void Every_format_of_tag_is_read(string text, string description)
    {
        string path = _folder.Write("predicted", text);
        LabelledCorpus gold = Gold("show me", "flights", "to the moon");
        Assert.Equal(["O B-X", "B-X", "O O I-Y"], Show(PredictionReader.Read(path, gold, _notices.Add)));
        Assert.Equal([$"reading {path} as predictions, {description}"], _notices);
        Assert.True(gold.LabelSymbols.TryFind("I-Y", out _));
    }

    [Fact]
    public void Best_of_several_labellings_in_json_is_taken_and_sentences_without_tokens_are_skipped() => Assert.Equal(
        ["O B-X", "B-X", "O O I-Y"],
        Show(PredictionReader.Read(
            _folder.Write(
                "predicted",
                "[]\n[{\"labels\":[\"O\",\"B-X\"],\"probability\":0.5},{\"labels\":[\"O\",\"O\"]}]\n[{\"labels\":[\"B-X\"]}]\n[]\n" +
                "{\"tokens\":[],\"labels\":[]}\n[{\"labels\":[\"O\",\"O\",\"I-Y\"]}]\n"),
            Gold("show me", "flights", "to the moon"),
            _notices.Add)));

    [Theory]
    [InlineData("show me\tO O\t0.5000\nshow me\tO B-X\t0.2500\nflights\tB-X\t0.9000\n", 2, 1)]
    [InlineData("show me\tO O\t0.5\nflights\tO\t0.5\nto the moon\tO O O\t0.5\nto the moon\tO O I-Y\t0.2\n", 4, 3)]
    public void Several_labellings_of_a_sentence_in_tsv_are_an_error(string text, int line, int sentence) => Assert.Equal(
        $"predicted:{line}: expected one labelling of each sentence, found another of sentence {sentence}, as --nbest writes them", ErrorOf(text));

    [Fact]
    public void Equal_sentences_one_after_the_other_are_not_several_labellings()
    {
        string path = _folder.Write("predicted", "a b\tX Z\t0.5\na b\tY Z\t0.5\n");
        Assert.Equal(["X Z", "Y Z"], Show(PredictionReader.Read(path, Gold("a b", "a b"), _notices.Add, known: ["Z"])));
    }

    [Fact]
    public void Lines_of_labels_are_not_columns_if_their_number_equals_the_first_sentences_length() =>
        Assert.Equal(
            ["X Y", "Z X"], Show(PredictionReader.Read(_folder.Write("predicted", "X Y\nZ X\n"), Gold("a b", "c d"), _notices.Add, known: ["X"])));

    [Theory]
    [InlineData("a X\n\nb Y\n", "X Y")]
    [InlineData("a\tX\nb\tY\n", "X Y")]
    [InlineData("a X Z\n\nb X Y\n", "Z Y")]
    [InlineData("X\nY\n", "X Y")]
    [InlineData("a/X\nb/Y\n", "X Y")]
    [InlineData("a\tX\n\nb\tY\n", "X Y")]
    public void Sentences_of_one_token_are_read(string text, string expected) =>
        Assert.Equal(expected.Split(' '), Show(PredictionReader.Read(_folder.Write("predicted", text), Gold("a", "b"), _notices.Add, known: ["Y"])));

    [Fact]
    public void Tabbed_lines_are_not_columns_if_their_number_equals_the_first_sentences_length() =>
        Assert.Equal(["X Y", "Z"], Show(PredictionReader.Read(_folder.Write("predicted", "a b\tX Y\nc\tZ\n"), Gold("a b", "c"), _notices.Add, known: ["Z"])));

    [Fact]
    public void Labels_may_contain_a_slash() =>
        Assert.Equal(
            ["S/N NP/N", "N"],
            Show(PredictionReader.Read(_folder.Write("predicted", "S/N NP/N\nN\n"), Gold("show me", "a"), _notices.Add, known: ["N"])));

    [Theory]
    [InlineData("O B-X\nB-X O\nO O I-Y\n", "predicted:2: expected 1 label (sentence 2 has 1 token), found 2")]
    [InlineData("O B-X\nB-X\n", "predicted:2: expected 3 sentences, found the end of the file after 2")]
    [InlineData("O B-X\nB-X\nO O I-Y\nO\n", "predicted:4: expected the end of the file after 3 sentences, found another")]
    [InlineData("show me\tO B-X\nflights B-X\nto the moon\tO O I-Y\n", "predicted:2: expected tokens, a tab and labels, found 1 columns")]
    [InlineData("show me\tO B-X\nflights\t\nto the moon\tO O I-Y\n", "predicted:2: expected tokens, a tab and labels, found 1 columns")]
    [InlineData(
        "show O\nme B-X\n\nflights B-X\nto O\nthe O\nmoon I-Y\n",
        "predicted:5: expected a blank line after the 1 token of sentence 2, found another token")]
    [InlineData("show O\nme B-X\n\nflights B-X\n\nto O\nthe O\n", "predicted:7: expected 3 labels (sentence 3 has 3 tokens), found 2")]
    [InlineData("show O\nme B-X\n\nflights\n\nto O\nthe O\nmoon O\n", "predicted:4: expected 2 columns, found 1")]
    [InlineData("show/O me/B-X\nflights/B-X\nto/O the moon/I-Y\n", "predicted:3: expected token/label, found 'the'")]
    [InlineData("", "predicted: expected predictions, found an empty file")]
    [InlineData("\n\n", "predicted: expected predictions, found an empty file")]
    public void Predictions_that_do_not_fit_are_an_error_with_its_place(string text, string message) =>
        Assert.Equal(message, ErrorOf(text));

    [Theory]
    [InlineData("{\"labels\":[\"O\",\"B-X\"]}\n{\"labels\":[\"B-X\"\n", "predicted:2: expected a JSON object")]
    [InlineData("{\"labels\":[\"O\",\"B-X\"]}\n{\"tags\":[\"B-X\"]}\n", "predicted:2: expected a JSON object")]
    [InlineData("{\"labels\":[\"O\",\"B-X\"]}\n{\"labels\":[7]}\n", "predicted:2: expected a JSON object")]
    [InlineData("{\"labels\":[\"O\",\"B-X\"]}\n{\"labels\":[null]}\n", "predicted:2: expected a JSON object")]
    [InlineData("{\"labels\":[\"O\",\"B-X\"]}\n[1]\n", "predicted:2: expected a JSON object")]
    public void Malformed_json_is_an_error_with_its_place(string text, string message) =>
        Assert.StartsWith(message, ErrorOf(text), StringComparison.Ordinal);

    [Fact]
    public void A_missing_file_is_an_error() =>
        Assert.Throws<InputException>(() => PredictionReader.Read(Path.Combine(_folder.Root, "gone"), Gold("a"), _notices.Add));

    private static LabelledCorpus Gold(params string[] sentences)
    {
        LabelledCorpus corpus = new();
        foreach (string sentence in sentences)
        {
            foreach (string token in sentence.Split(' '))
            {
                corpus.Add(token, "O");
            }

            corpus.EndSentence();
        }

        return corpus;
    }

    private static string[] Show(PredictedLabels predicted) =>
    [
        .. Enumerable.Range(0, predicted.Sentences)
            .Select(sentence => string.Join(" ", predicted.LabelsOf(sentence).ToArray().Select(label => predicted.LabelSymbols[label]))),
    ];

    private string ErrorOf(string text)
    {
        string path = _folder.Write("predicted", text);
        InputException error = Assert.Throws<InputException>(
            () => PredictionReader.Read(path, Gold("show me", "flights", "to the moon"), _notices.Add));
        return error.Message.Replace(_folder.Root + "/", "", StringComparison.Ordinal);
    }
}
