using Rnnctl.Tests.BadInput;

namespace Rnnctl.Tests.Processes;

/// <summary>Option <c>--features</c>: training on feature columns, and labels that depend on them.</summary>
public sealed class FeatureTests : IDisposable
{
    // The label depends only on the second column; all tokens are equal.
    private const string Columns = "w N a\nw V b\nw N a\n\nw V b\nw V b\n\n# a comment\nw N a\n\nw V b\nw N a\n";

    private static readonly Lazy<TemporaryFolder> Trained = new(Train);

    private readonly TemporaryFolder _folder = new();

    private static string Model => Trained.Value["model"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Label_that_depends_only_on_a_feature_is_learnt()
    {
        Assert.Contains("accuracy: 100.00%", InProcessTool.Done("eval", Model, Trained.Value["train.conll"]), StringComparison.Ordinal);
        Assert.Equal(["<unk>", "N", "V"], File.ReadAllLines(Path.Combine(Model, "vocab", "feature_1.txt")));
        Assert.Contains("feature_1.weight                     [3, 15]", InProcessTool.Done("inspect", Model), StringComparison.Ordinal);
        Assert.Contains("12 of 12 tensors passed", InProcessTool.Done("gradcheck", "--model", Model, "--threads", "1"), StringComparison.Ordinal);
    }

    [Fact]
    public void Gradflow_accepts_a_model_with_features()
    {
        string file = Trained.Value["train.conll"];
        Assert.StartsWith(" T - t", InProcessTool.Done("gradflow", Model, file, "--threads", "1"), StringComparison.Ordinal);
        string three = _folder.Write("three.conll", "w x N a\nw x V b\n");
        InProcessTool.Done("train", "--train", three, "--features", "3", "--output", _folder["three"], "--epochs", "1", "--hidden", "2", "--threads", "1");
        Assert.Equal("the models read different features, 2 and 3: measure one at a time", Refusal.Of("gradflow", Model, _folder["three"], file));
    }

    [Theory]
    [InlineData("w V\nw N\n\n\n# a comment\nw N", "w w\tb a|w\ta")]
    [InlineData("w V b\n-DOCSTART- - -\nw N a\n", "w\tb|w\ta")]
    [InlineData("", "")]
    public void Columns_are_tagged_with_and_without_a_label_column(string input, string tagged)
    {
        var tool = new InProcessTool(input);
        Assert.True(tool.Run("tag", Model, "--format", "conll") == 0, tool.Error);
        Assert.Equal(tagged, string.Join('|', tool.OutputLines));
    }

    [Fact]
    public void Sentence_is_labelled_before_the_next_one_arrives()
    {
        using var tool = new RunningTool("tag", Model, "--format", "conll");
        tool.WriteLine("w V\nw N\n");
        Assert.Equal("w w\tb a", tool.ReadLine());
        tool.WriteLine("w N\n");
        Assert.Equal("w\ta", tool.ReadLine());
        Assert.Equal(0, tool.End().ExitCode);
    }

    [Fact]
    public void Text_without_feature_columns_is_refused()
    {
        string text = _folder.Write("text", "w w\n");
        Assert.Equal($"{Model}: the model reads the features 2 besides tokens, and plain text has none", Refusal.Of("tag", Model, text));
        string few = _folder.Write("few", "w\nw\n");
        Assert.Equal($"{few}:1: expected at least 2 columns, found 1", Refusal.Of("tag", Model, few, "--format", "conll"));
        string uneven = _folder.Write("uneven", "w N\nw N a\n");
        Assert.Equal($"{uneven}:2: expected 2 columns, found 3", Refusal.Of("tag", Model, uneven, "--format", "conll"));
        string labelled = _folder.Write("labelled.conll", "w a\n");
        Assert.Equal($"{labelled}:1: expected the feature in column 2, found the label there", Refusal.Of("eval", Model, labelled));
        string slashed = _folder.Write("slashed", "w/a\n");
        string kind = $"{slashed}: the features 2 are columns of CoNLL columns, which this file is not";
        Assert.Equal(kind, Refusal.Of("eval", Model, slashed));
        Assert.Equal("model: the model reads the features 2 besides tokens, and random sequences have none", Refusal.Of("gradflow", Model));
    }

    [Fact]
    public void Columns_can_be_named_as_in_conllu()
    {
        string sentences = string.Concat(Enumerable.Repeat("1\tw\tw\tNOUN\ta\t_\t_\t_\t_\t_\n2\tw\tw\tVERB\tb\t_\t_\t_\t_\t_\n\n", 4));
        string train = _folder.Write("train.conllu", sentences);
        InProcessTool.Done([.. Words(train, _folder["model"]), "--column", "xpos", "--features", "upos", "lemma", "--feature-embedding", "4"]);
        Assert.Contains("accuracy: 100.00%", InProcessTool.Done("eval", _folder["model"], train), StringComparison.Ordinal);
        Assert.StartsWith("w w\ta b\n", InProcessTool.Done("tag", _folder["model"], train, "--format", "conllu"), StringComparison.Ordinal);
        Assert.Equal($"{train}: the feature upos is the column of the labels", Refusal.Of("eval", _folder["model"], train, "--column", "upos"));
    }

    [Theory]
    [InlineData("0", "--features: expected column numbers from 1 or names (lemma, upos, xpos, feats, deprel), found '0'")]
    [InlineData("pos", "--features: expected column numbers from 1 or names (lemma, upos, xpos, feats, deprel), found 'pos'")]
    [InlineData("2 upos", "--features: expected either column numbers or column names, found both")]
    [InlineData("2 2", "--features: expected each column once, found '2 2'")]
    public void Wrong_columns_are_refused(string features, string message) => Assert.Equal(
        message, Refusal.Of([.. Words(Trained.Value["train.conll"], _folder["model"]), "--features", .. features.Split(' ')]));

    [Fact]
    public void Feature_embedding_without_features_is_refused() => Assert.Equal(
        "--feature-embedding is of no use without --features, --word-shape or --affixes",
        Refusal.Of([.. Words(Trained.Value["train.conll"], _folder["model"]), "--feature-embedding", "4"]));

    [Fact]
    public void Resumed_run_gives_the_same_bits()
    {
        string train = Trained.Value["train.conll"];
        InProcessTool.Done([.. Words(train, _folder["whole"], epochs: 4), "--features", "2"]);
        InProcessTool.Done([.. Words(train, _folder["parts"], epochs: 2), "--features", "2"]);
        InProcessTool.Done([.. Words(train, _folder["parts"], epochs: 4), "--resume"]);
        Assert.Equal(File.ReadAllBytes(_folder["whole/model.safetensors"]), File.ReadAllBytes(_folder["parts/model.safetensors"]));
        Assert.Equal("--features cannot change where a run goes on", Refusal.Of([.. Words(train, _folder["parts"]), "--resume", "--features", "1"]));
    }

    private static string[] Words(string train, string output, int epochs = 40) =>
    [
        "train", "--train", train, "--output", output, "--hidden", "8", "--embedding", "6", "--threads", "1", "--lr", "0.05", "--dropout", "0",
        "--epochs", $"{epochs}",
    ];

    private static TemporaryFolder Train()
    {
        var folder = new TemporaryFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        InProcessTool.Done([.. Words(folder.Write("train.conll", Columns), folder["model"]), "--features", "2"]);
        return folder;
    }
}
