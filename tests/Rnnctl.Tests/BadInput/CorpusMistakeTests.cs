using Rnnctl.Tests.Processes;

namespace Rnnctl.Tests.BadInput;

/// <summary>Mistakes of a new user with labelled files and sentences.</summary>
public sealed class CorpusMistakeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Missing_file_folder_empty_file_and_binary_file_have_different_messages()
    {
        string missing = _folder["missing.tsv"];
        string empty = _folder.Write("empty.tsv", "");
        string binary = _folder["binary.tsv"];
        File.WriteAllBytes(binary, [0x7f, (byte)'E', (byte)'L', (byte)'F', 0x80, 0xff, 0, 0]);
        Assert.Equal($"{missing}: no such file", OfTraining(missing));
        Assert.Equal($"{_folder.Root}: is a directory, expected a file", OfTraining(_folder.Root));
        Assert.Equal($"{empty}: expected sentences, found an empty file", OfTraining(empty));
        string noText = $"{binary}:1: looks like a binary file: expected UTF-8 text, found a NUL byte";
        Assert.Equal(noText, OfTraining(binary));

        Assert.Equal($"{missing}: no such file", Refusal.Of("eval", SlotsModel.Path, missing));
        Assert.Equal($"{empty}: expected sentences, found an empty file", Refusal.Of("eval", SlotsModel.Path, empty));
        Assert.Equal($"{missing}: no such file", Refusal.Of("tag", SlotsModel.Path, missing));
        Assert.Equal($"{_folder.Root}: is a directory, expected a file", Refusal.Of("tag", SlotsModel.Path, _folder.Root));
        Assert.Equal(noText, Refusal.Of("tag", SlotsModel.Path, binary));
        Assert.Equal($"{missing}: no such file", Refusal.Of("eval", SlotsModel.Path, SlotsModel.Validation, "--predictions", missing));
        Assert.Equal(
            $"{empty}: expected predictions, found an empty file",
            Refusal.Of("eval", SlotsModel.Path, SlotsModel.Validation, "--predictions", empty));
    }

    [Theory]
    [InlineData("a O\nb O X\n", "", ":2: expected 2 columns, found 3")]
    [InlineData("a O\nb\n", "", ":2: expected 2 columns, found 1")]
    [InlineData("a O\n", "--label-column 5", ":1: expected at least 5 columns, found 2")]
    [InlineData("a O\n", "--token-column 5", ":1: expected at least 5 columns, found 2")]
    [InlineData("tokens\tlabels\na b\tO\n", "", ":2: expected 2 labels, one for each token, found 1")]
    [InlineData("a O\n", "--format conllu", ":1: expected 10 tab-separated columns, found 1")]
    [InlineData("a O\n", "--format tsv", ":1: expected a header with the columns tokens and labels, found 'a O'")]
    [InlineData("a O\n", "--format csv", ":1: expected a header with the columns tokens and labels, found 'a O'")]
    [InlineData("a O\n", "--format slash", ":1: expected token/label, found 'a'")]
    [InlineData("a O\n", "--format parallel", ": expected pairs of parallel files, tokens then labels, found 1 file")]
    [InlineData("word\n", "", ": cannot tell the format from the file's name and first lines")]
    public void Malformed_file_is_reported_with_its_line(string text, string options, string message)
    {
        string path = _folder.Write("data", text);
        Assert.Equal(path + message, OfTraining(path, options.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public void Hint_counts_columns_from_one_as_the_options_do()
    {
        var tool = new InProcessTool();
        Assert.Equal(2, tool.Run("train", "--train", _folder.Write("data", "a O\n"), "--output", _folder["model"], "--label-column", "5"));
        Assert.Equal("hint: columns count from 1: the token is taken from column 1, the label from column 5", tool.ErrorLines[^1]);
    }

    [Fact]
    public void Predictions_for_other_sentences_are_refused()
    {
        string few = _folder.Write("few", "a b\tO O\n");
        Assert.EndsWith(
            $"{few}:1: expected 11 labels (sentence 1 has 11 tokens), found 2",
            Refusal.Of("eval", SlotsModel.Path, SlotsModel.Validation, "--predictions", few),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("slash")]
    [InlineData("labels")]
    public void Probabilities_are_refused_for_formats_without_a_place_for_them(string format) => Assert.Equal(
        $"the output format {format} has no place for probabilities",
        Refusal.Of("tag", SlotsModel.Path, "--probabilities", "--output-format", format));

    [Theory]
    [InlineData("conll")]
    [InlineData("slash")]
    [InlineData("labels")]
    public void Several_labellings_are_refused_for_formats_without_a_place_for_them(string format) => Assert.Equal(
        $"the output format {format} has no place for several labellings",
        Refusal.Of("tag", SlotsModel.Path, "--nbest", "2", "--output-format", format));

    [Fact]
    public void Lines_of_conllu_need_conllu_input() => Assert.Equal(
        "--output-format conllu writes the lines of CoNLL-U input: it needs --format conllu",
        Refusal.Of("tag", SlotsModel.Path, "--output-format", "conllu"));

    [Fact]
    public void Nbest_and_probabilities_exclude_each_other() => Assert.Equal(
        "--probabilities and --nbest exclude each other", Refusal.Of("tag", SlotsModel.Path, "--nbest", "2", "--probabilities"));

    [Fact]
    public void Missing_device_is_refused_by_every_verb_that_computes()
    {
        // The rest of the message depends on the machine: no driver, or fewer devices.
        const string Message = "--device cuda:99: ";
        Assert.StartsWith(Message, OfTraining(SlotsModel.Training, "--device", "cuda:99"), StringComparison.Ordinal);
        Assert.StartsWith(Message, Refusal.Of("eval", SlotsModel.Path, SlotsModel.Validation, "--device", "cuda:99"), StringComparison.Ordinal);
        Assert.StartsWith(Message, Refusal.Of("tag", SlotsModel.Path, "--device", "cuda:99"), StringComparison.Ordinal);
        Assert.StartsWith(Message, Refusal.Of("gradcheck", "--device", "cuda:99"), StringComparison.Ordinal);
        Assert.StartsWith(Message, Refusal.Of("bench", "--device", "cuda:99"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train --train a --output", "--output: expected a path, found ''")]
    [InlineData("train --output b --train", "--train: expected a path, found ''")]
    [InlineData("tag", "MODEL: expected a path, found ''")]
    [InlineData("eval model", "FILE: expected a path, found ''")]
    public void Empty_path_is_refused(string words, string message) => Assert.Equal(message, Refusal.Of([.. words.Split(' '), ""]));

    private string OfTraining(string path, params string[] options)
    {
        string refusal = Refusal.Of(["train", "--train", path, "--output", _folder["model"], .. options]);
        Assert.False(Directory.Exists(_folder["model"]));
        return refusal;
    }
}
