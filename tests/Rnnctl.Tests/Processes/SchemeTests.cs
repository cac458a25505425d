using System.Text.Json;
using Rnnctl.Tests.BadInput;

namespace Rnnctl.Tests.Processes;

/// <summary>Option <c>--scheme</c>: training in another scheme than that of the corpus.</summary>
public sealed class SchemeTests : IDisposable
{
    private static readonly string[] Spans = ["B-", "I-", "E-", "S-"];
    private static readonly Lazy<(TemporaryFolder Folder, InProcessTool Run)> Trained = new(Train);

    private readonly TemporaryFolder _folder = new();

    private static string Model => Trained.Value.Folder["iobes"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Note_names_the_schemes_of_corpus_model_and_output()
    {
        Assert.Single(Trained.Value.Run.ErrorLines, "labels: iob2, learnt as iobes, given back as iob2");
        Assert.Contains(Trained.Value.Run.ErrorLines, line => line.StartsWith("model: lstm with a crf over well-formed spans, ", StringComparison.Ordinal));
        string[] labels = File.ReadAllLines(Path.Combine(Model, "vocab", "labels.txt"));
        Assert.All(Spans, tag => Assert.Contains(labels, label => label.StartsWith(tag, StringComparison.Ordinal)));
    }

    [Fact]
    public void Score_does_not_depend_on_the_scheme_of_the_gold_labels()
    {
        string iob2 = InProcessTool.Done("eval", Model, SlotsModel.Validation);
        string iobes = InProcessTool.Done("eval", Model, Gold("gold.tsv", Iobes));
        string iob1 = InProcessTool.Done("eval", Model, Gold("gold1.tsv", Iob1));
        Assert.Equal(iob2.Split('\n')[..^2], iobes.Split('\n')[..^2]);
        Assert.Equal(iob2.Split('\n')[..^2], iob1.Split('\n')[..^2]);
        Assert.Equal(Loss(iob2), Loss(iobes));
        double score = JsonDocument.Parse(InProcessTool.Done("eval", Model, SlotsModel.Validation, "--json")).RootElement.GetProperty("f1").GetDouble();
        Assert.True(score > 0.95, iob2);
        Assert.Contains(Trained.Value.Run.ErrorLines, line => line.Contains(FormattableString.Invariant($"scored {100 * score:F2}"), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("tsv")]
    [InlineData("json")]
    [InlineData("labels")]
    public void Output_labels_are_in_the_scheme_of_the_training_corpus(string format)
    {
        var tool = new InProcessTool("arrive Taipei on November 2nd\n");
        Assert.Equal(0, tool.Run("tag", Model, "--output-format", format));
        string labels = format == "json" ? "\"O\",\"B-destination\",\"O\",\"B-date\",\"I-date\"" : "O B-destination O B-date I-date";
        Assert.Contains(labels, tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_of_nbest_are_in_the_scheme_of_the_training_corpus()
    {
        var tool = new InProcessTool("arrive Taipei on November 2nd\n");
        Assert.Equal(0, tool.Run("tag", Model, "--nbest", "3"));
        Assert.Equal("O B-destination O B-date I-date", tool.OutputLines[0].Split('\t')[1]);
        Assert.Equal(3, tool.OutputLines.Select(line => line.Split('\t')[1]).Distinct().Count());
        Assert.DoesNotContain("S-", tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Resumed_run_keeps_its_scheme_and_gives_the_same_bits()
    {
        string[] words =
            ["train", "--train", SlotsModel.FirstSentences(_folder, 60), "--hidden", "8", "--embedding", "8", "--threads", "1", "--scheme", "bilou"];
        InProcessTool.Done([.. words, "--output", _folder["whole"], "--epochs", "2"]);
        InProcessTool.Done([.. words, "--output", _folder["parts"], "--epochs", "1"]);
        Assert.Equal("--scheme cannot change where a run goes on", Refusal.Of([.. words[..^1], "iob1", "--output", _folder["parts"], "--resume"]));
        InProcessTool.Done([.. words[..^2], "--output", _folder["parts"], "--epochs", "2", "--resume"]);
        Assert.Equal(File.ReadAllBytes(_folder["whole/model.safetensors"]), File.ReadAllBytes(_folder["parts/model.safetensors"]));
    }

    [Fact]
    public void Labels_that_do_not_mark_spans_cannot_be_converted() => Assert.Equal(
        "--scheme iobes: the labels of --train mark no spans: 'nn' is neither O nor a tag and a type, such as B-x",
        Refusal.Of("train", "--train", _folder.Write("pos", "a/nn b/vv\n"), "--output", _folder["model"], "--scheme", "iobes"));

    [Fact]
    public void Labels_of_two_schemes_cannot_be_converted() => Assert.Equal(
        "--scheme iob2: the labels of --train are in no scheme: 'E-x' belongs to IOBES, but 'U-x' to BILOU",
        Refusal.Of("train", "--train", _folder.Write("two", "a/B-x b/E-x c/U-x\n"), "--output", _folder["model"], "--scheme", "iob2"));

    [Fact]
    public void Labels_that_are_not_well_formed_are_counted_in_a_warning()
    {
        string train = _folder.Write("train", "a\tB-x\nb\tI-x\n\na\tO\nb\tI-x\n\na\tB-x\n");
        var tool = new InProcessTool();
        Assert.Equal(0, tool.Run("train", "--train", train, "--output", _folder["model"], "--scheme", "iob2", "--hidden", "2", "--epochs", "1"));
        Assert.Single(tool.ErrorLines, "warning: 1 label not well formed in iob2, read as conlleval does; the first is sentence 2, token 2: I-x for B-x");
    }

    private static (TemporaryFolder Folder, InProcessTool Run) Train()
    {
        var folder = new TemporaryFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        var tool = new InProcessTool();
        int code = tool.Run(
            "train", "--train", SlotsModel.Training, "--valid", SlotsModel.Validation, "--output", folder["iobes"], "--scheme", "iobes", "--crf",
            "--hidden", "32", "--embedding", "32", "--epochs", "4", "--lr", "0.01", "--threads", "1");
        Assert.True(code == 0, tool.Error);
        return (folder, tool);
    }

    private static string Loss(string report) => report.Split('\n').Single(line => line.StartsWith("loss:", StringComparison.Ordinal)).Split(';')[0];

    /// <summary>Writes the validation data, which is in IOB2, with other labels.</summary>
    private string Gold(string name, Func<string[], int, string> label) =>
        _folder.Write(name, string.Concat(File.ReadLines(SlotsModel.Validation).Select((line, number) => (number == 0 ? line : Relabel(line, label)) + "\n")));

    private static string Relabel(string line, Func<string[], int, string> label)
    {
        string[] columns = line.Split('\t'), labels = columns[1].Split(' ');
        return columns[0] + "\t" + string.Join(' ', Enumerable.Range(0, labels.Length).Select(place => label(labels, place)));
    }

    private static string Iobes(string[] labels, int place)
    {
        string label = labels[place];
        bool goesOn = place + 1 < labels.Length && labels[place + 1].StartsWith("I-", StringComparison.Ordinal);
        if (label == "O" || goesOn) return label;
        return (label[0] == 'B' ? "S" : "E") + label[1..];
    }

    private static string Iob1(string[] labels, int place)
    {
        string label = labels[place];
        bool joins = label[0] == 'B' && place > 0 && labels[place - 1].EndsWith(label[1..], StringComparison.Ordinal);
        return label == "O" || joins ? label : "I" + label[1..];
    }
}
