using Rnnctl.Inference.Configurations;
using Rnnctl.Verbs.Gradcheck;
using Rnnctl.Verbs.Train;

namespace Rnnctl.Tests.CommandLine;

public sealed class OptionsFileTests : IDisposable
{
    private readonly InProcessTool _tool = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Yaml_gives_options_by_their_long_names()
    {
        TrainRequest request = Train(_folder.Write("o.yaml", """
            # where from and where to
            train: [a.in, "a b.out"]
            output: model
            cell: gru
            lr: 1e-2
            lowercase: true
            digits-to-zero: false
            bidirectional: false
            max-vocab: null
            """));
        Assert.Equal(["a.in", "a b.out"], request.Train);
        Assert.Equal("model", request.Output);
        ModelConfiguration configuration = request.Configure(new ModelConfiguration());
        Assert.Equal("gru", configuration.Architecture.Cell);
        Assert.Equal(0.01, configuration.Training.LearningRate);
        Assert.True(configuration.Text.Lowercase);
        Assert.False(configuration.Text.DigitsToZero);
        Assert.Null(configuration.Text.MaxVocab);
        Assert.False(configuration.Architecture.Bidirectional);
    }

    [Fact]
    public void Json_gives_options_by_their_long_names()
    {
        TrainRequest request = Train(_folder.Write(
            "o.json", "{\n\t\"train\": \"a\",\n\t\"output\": \"b\",\n\t\"epochs\": 3, \"resume\": true\n}"));
        Assert.Equal(3, request.Configure(new ModelConfiguration()).Training.Epochs);
        Assert.True(request.Resume);
    }

    [Fact]
    public void Command_line_overrides_the_file()
    {
        string path = _folder.Write("o.yaml", "train: a\noutput: b\nhidden: 8\nbidirectional: true\nquiet: true\n");
        TrainRequest request = Train(path, "--hidden", "16", "--no-bidirectional", "--train", "c");
        ArchitectureConfiguration architecture = request.Configure(new ModelConfiguration()).Architecture;
        Assert.Equal((16, false), (architecture.Hidden, architecture.Bidirectional));
        Assert.Equal(["c"], request.Train);
    }

    [Theory]
    [InlineData("train: a\noutput: b\nhiden: 3\n", ":3: unknown option 'hiden', expected one of ")]
    [InlineData("train: a\noutput: b\nconfig: c\n", ":3: unknown option 'config', expected one of ")]
    [InlineData("train: a\noutput: b\n\nhidden: x\n", ":4: --hidden: expected a whole number of at least 1, found 'x'")]
    [InlineData("train: a\nlowercase: maybe\n", ":2: --lowercase: expected true or false, found 'maybe'")]
    [InlineData("train: a\ntrain: b\n", ":2: option 'train' is given twice")]
    [InlineData("- train\n", ":1: expected options, such as 'hidden: 128'")]
    [InlineData("train: {a: b}\n", ":1: expected a value or a list of values for 'train'")]
    [InlineData("train: [a\n", ":2: not YAML or JSON: ")]
    [InlineData("train: a\n---\noutput: b\n", ":2: expected one YAML document, found a second")]
    [InlineData("train: [a\noutput: b\n", ":1: not YAML or JSON: is a bracket or a quote left open?")]
    [InlineData("train: \"a\\0b\"\noutput: c\n", ":1: --train: expected a path, found 'a\\0b'")]
    public void Mistake_in_the_file_is_reported_with_its_line(string text, string message)
    {
        string path = _folder.Write("o.yaml", text);
        Assert.Equal(2, _tool.Run("train", "--config", path));
        Assert.StartsWith($"error: {path}{message}", _tool.ErrorLines[0], StringComparison.Ordinal);
        Assert.Empty(_tool.Output);
    }

    [Theory]
    [InlineData("--config", "a.yaml", "--config", "b.yaml")]
    [InlineData("--config", "a.yaml", "--config=a.yaml", "--config=a.yaml")]
    public void Two_config_files_are_refused(params string[] words)
    {
        Assert.Equal(2, _tool.Run(["devices", .. words]));
        Assert.StartsWith("error: Option '--config' expects a single argument", _tool.ErrorLines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Config_without_a_file_is_refused() => Assert.Equal(2, _tool.Run("devices", "--config"));

    [Fact]
    public void Config_file_above_256_KiB_is_refused()
    {
        string path = _folder.Write("long.yaml", "# " + new string('x', 1 << 19));
        Assert.Equal(2, _tool.Run("devices", "--config", path));
        Assert.StartsWith($"error: {path}: expected a file of options of at most 256 KiB", _tool.ErrorLines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_and_missing_file_have_different_messages()
    {
        Assert.Equal(2, _tool.Run("devices", "--config", _folder.Root));
        Assert.Equal(2, _tool.Run("devices", "--config", _folder.Root + "/none"));
        Assert.Equal(
            [$"error: {_folder.Root}: expected a file of options, found a directory", $"error: {_folder.Root}/none: no such file"],
            _tool.ErrorLines);
    }

    [Fact]
    public void Empty_path_of_a_config_file_is_refused()
    {
        Assert.Equal(2, _tool.Run("devices", "--config", ""));
        Assert.Equal(["error: --config: expected a path, found ''", "hint: rnnctl devices --help"], _tool.ErrorLines);
    }

    [Fact]
    public void Gradcheck_reads_the_model_from_a_config_file_for_train()
    {
        string path = _folder.Write("o.yaml", "train: a\noutput: b\nepochs: 3\ncell: gru\nhidden: 8\nlayers: 2\n");
        GradcheckRequest request = _tool.Read<GradcheckVerb, GradcheckRequest>(
            (verb, parsed) => verb.Read(parsed), "gradcheck", "--config", path);
        ArchitectureConfiguration described = Assert.Single(request.Described);
        Assert.Equal(("gru", 8, 2, 8), (described.Cell, described.Hidden, described.Layers, described.Embedding));
    }

    private TrainRequest Train(string path, params string[] words) =>
        _tool.Read<TrainVerb, TrainRequest>((verb, parsed) => verb.Read(parsed), ["train", "--config", path, .. words]);
}
