using Rnnctl.Inference.Safetensors;
using Rnnctl.Tests.Benchmarks;
using Rnnctl.Training.Logging;

namespace Rnnctl.Tests.Processes;

/// <summary>Several processes that train one model, under real launchers.</summary>
public sealed class MpiTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string[] Tagger =>
    [
        "--train", SlotsModel.FirstSentences(_folder, 60), "--valid", SlotsModel.FirstSentences(_folder, 20), "--ema", "0.9", "--teacher", SlotsModel.Path,
    ];

    private string[] Translator => ["--task", "translate", "--train", Pairs("s", 60, 1), Pairs("t", 60, 1), "--valid", Pairs("u", 9, 2), Pairs("v", 9, 2)];

    private string[] LanguageModel
    {
        get
        {
            string text = _folder.Write("text", string.Join('\n', ReverseModel.Sequences(120, seed: 3)) + "\n");
            return ["--task", "lm", "--train", text, "--valid", text, "--bptt", "9"];
        }
    }

    public void Dispose() => _folder.Dispose();

    [FactUnderMpi(MpiLauncher.OpenMpi, MpiLauncher.Mpich)]
    public void Two_processes_train_the_tagger_of_one_to_the_same_bits_under_each_MPI()
    {
        InProcessTool.Done(Train("one", Tagger));
        ToolProcess first = Run(MpiLauncher.OpenMpi, 2, Train("two", Tagger));
        Assert.Equal(2, first.Error.Split('\n').Count(line => line.StartsWith("epoch ", StringComparison.Ordinal)));
        RequireSame("one", "two");
        Run(MpiLauncher.Mpich, 2, Train("again", Tagger));
        Assert.Equal(File.ReadAllBytes(_folder["two/training.safetensors"]), File.ReadAllBytes(_folder["again/training.safetensors"]));
    }

    [FactUnderMpi(MpiLauncher.OpenMpi)]
    public void Three_processes_under_Open_MPI_train_the_translator_of_one()
    {
        InProcessTool.Done(Train("one", Translator));
        Run(MpiLauncher.OpenMpi, 3, Train("three", Translator));
        RequireSame("one", "three");
    }

    [FactUnderMpi(MpiLauncher.Mpich)]
    public void Three_processes_under_MPICH_train_the_language_model_of_one_and_two_go_on()
    {
        InProcessTool.Done(Train("one", LanguageModel));
        Run(MpiLauncher.Mpich, 3, Train("more", [.. LanguageModel, "--epochs", "1"]));
        ToolProcess resumed = Run(
            MpiLauncher.Mpich, 2, ["train", .. LanguageModel, "--epochs", "2", "--threads", "1", "--resume", "--output", _folder["more"]]);
        Assert.Contains("warning: resuming with 2 processes a run of 3: the bits will differ", resumed.Error.Split('\n'));
        RequireSame("one", "more");
        Assert.Contains("\"processes\": 2", File.ReadAllText(_folder["more/config.json"]), StringComparison.Ordinal);
    }

    [FactWithHosts]
    public void Two_hosts_train_the_tagger_of_one_process()
    {
        InProcessTool.Done(Train("one", Tagger));
        string script = Path.Combine(Repository.Root, "tests", "Rnnctl.Benchmarks", "hosts.py");
        ToolProcess run = ToolProcess.Run(script, ["run", "2", ToolProcess.Dotnet, "exec", ToolProcess.Tool, .. Train("two", Tagger)]);
        Assert.True(run.ExitCode == 0, run.Error);
        RequireSame("one", "two");
    }

    [FactUnderMpi(MpiLauncher.OpenMpi)]
    public void Processes_under_Open_MPI_exchange_numbers_and_rows() => RequireExchange(MpiLauncher.OpenMpi);

    [FactUnderMpi(MpiLauncher.Mpich)]
    public void Processes_under_MPICH_exchange_numbers_and_rows() => RequireExchange(MpiLauncher.Mpich);

    [FactUnderMpi(MpiLauncher.OpenMpi)]
    public void Broken_file_of_one_process_under_Open_MPI_is_an_error_that_names_the_rank() => RequireErrorOfOneRank(MpiLauncher.OpenMpi);

    [FactUnderMpi(MpiLauncher.Mpich)]
    public void Broken_file_of_one_process_under_MPICH_is_an_error_that_names_the_rank() => RequireErrorOfOneRank(MpiLauncher.Mpich);

    [FactUnderMpi(MpiLauncher.OpenMpi)]
    public void Killed_process_under_Open_MPI_ends_the_others_and_leaves_a_whole_checkpoint() => RequireEndOfAll(MpiLauncher.OpenMpi, "KILL");

    [FactUnderMpi(MpiLauncher.Mpich)]
    public void Killed_process_under_MPICH_ends_the_others_and_leaves_a_whole_checkpoint() => RequireEndOfAll(MpiLauncher.Mpich, "KILL");

    [FactUnderMpi(MpiLauncher.Mpich)]
    public void Terminated_launcher_ends_all_after_the_same_step() => RequireEndOfAll(MpiLauncher.Mpich, "TERM");

    private static ToolProcess Run(string launcher, int processes, string[] words)
    {
        ToolProcess run = MpiLauncher.Run(launcher, processes, words);
        Assert.True(run.ExitCode == 0, run.Error);
        return run;
    }

    /// <summary>Dropout on, and a rule of updates that would show a wrong scale of the gradient, or moments that differ.</summary>
    private string[] Train(string output, string[] data) =>
    [
        "train", "--hidden", "8", "--embedding", "8", "--batch-size", "12", "--optimizer", "momentum", "--lr", "0.03", "--dropout", "0.3", "--threads", "1",
        "--output", _folder[output], .. data.Contains("--epochs") ? [] : (string[])["--epochs", "2"], .. data,
    ];

    private void RequireExchange(string launcher)
    {
        string[] words = MpiLauncher.WordsOfTests(launcher, 3, "--version");
        ToolProcess run = ToolProcess.Run(launcher, words, environment: new Dictionary<string, string>
        {
            ["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location,
            [StartupHook.ExchangeVariable] = _folder.Root,
        });
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(["rank 0 of 3", "rank 1 of 3", "rank 2 of 3"], _folder.Files());
    }

    private void RequireErrorOfOneRank(string launcher)
    {
        _folder.Write("data.0", "tokens\tlabels\na b\tX Y\n");
        File.Copy(_folder["data.0"], _folder["data.2"]);
        _folder.Write("data.1", "tokens\tlabels\na b\tX Y\nbad\n");
        string[] words = MpiLauncher.WordsInShell(
            launcher, 3, _folder["pid"], "train", "--format", "tsv", "--train", _folder["data.RANK"], "--output", _folder["none"], "--threads", "1");
        ToolProcess run = ToolProcess.Run(launcher, words);
        Assert.Equal(2, run.ExitCode);
        string error = $"error: rank 1: {_folder["data.1"]}:3: expected 2 columns, found 1";
        Assert.Equal([error], run.Error.Split('\n').Where(line => line.StartsWith("error: ", StringComparison.Ordinal)));
        run = MpiLauncher.Run(launcher, 2, "train", "--trian", "x");
        Assert.Equal(2, run.ExitCode);
        Assert.Single(run.Error.Split('\n'), line => line.StartsWith("error: ", StringComparison.Ordinal));
        Assert.False(Directory.Exists(_folder["none"]) && Directory.EnumerateFileSystemEntries(_folder["none"]).Any());
    }

    private void RequireEndOfAll(string launcher, string signal)
    {
        string[] train = Train("model", [.. Tagger, "--epochs", "100000", "--patience", "100000", "--evaluate-every", "2"]);
        using (var run = new RunningTool(launcher, MpiLauncher.WordsInShell(launcher, 2, _folder["pid"], train)))
        {
            Assert.True(run.ReadErrorUpTo("epoch 2 "));
            if (signal == "KILL") ToolProcess.Run("kill", ["-KILL", File.ReadAllText(_folder["pid1"]).Trim()]);
            else run.Signal(signal);
            ToolProcess end = run.AwaitEnd();
            if (signal == "KILL") Assert.NotEqual(0, end.ExitCode);
            else Assert.EndsWith($"saved in {_folder["model"]}; train with --resume goes on from here", end.Error, StringComparison.Ordinal);
        }

        InProcessTool.Done("eval", _folder["model"], SlotsModel.FirstSentences(_folder, 20), "--threads", "1");
        InProcessTool.Done(["train", .. Tagger, "--resume", "--epochs", "1", "--threads", "1", "--output", _folder["model"]]);
    }

    private void RequireSame(string one, string other)
    {
        (MetricsRow[] expected, MetricsRow[] found) = ([.. MetricsLog.Read(_folder[one])], [.. MetricsLog.Read(_folder[other])]);
        Assert.Equal(expected.Length, found.Length);
        foreach ((MetricsRow row, MetricsRow same) in expected.Zip(found))
        {
            Assert.Equal(row.TrainLoss, same.TrainLoss, 1e-5);
            Assert.Equal(row.ValidLoss!.Value, same.ValidLoss!.Value, 1e-5);
            Assert.Equal(row.GradientNorm, same.GradientNorm, 1e-4);
            Assert.Equal(row.Score!.Value, same.Score!.Value, 1e-3);
        }

        float[] weights = Weights(one), others = Weights(other);
        for (int i = 0; i < weights.Length; i++) Assert.Equal(weights[i], others[i], 1e-5);
    }

    private float[] Weights(string model)
    {
        using SafetensorsFile file = SafetensorsFile.Read(_folder[$"{model}/training.safetensors"]);
        return [.. file.Tensors.SelectMany(tensor =>
        {
            float[] numbers = new float[tensor.Count];
            file.CopyTo<float>(tensor.Name, numbers);
            return numbers;
        })];
    }

    private string Pairs(string name, int count, int seed)
    {
        IEnumerable<string> lines = ReverseModel.Sequences(count, seed);
        return _folder.Write(name, string.Join('\n', name is "s" or "u" ? lines : lines.Select(ReverseModel.Reversed)) + "\n");
    }
}
