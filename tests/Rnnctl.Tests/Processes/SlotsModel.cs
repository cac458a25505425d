namespace Rnnctl.Tests.Processes;

/// <summary>A tagger for the slots example, trained by the executable once for all tests.</summary>
internal static class SlotsModel
{
    private static readonly Lazy<(string Path, ToolProcess Run)> Trained = new(Train);

    public static string Training { get; } = Example("train.tsv");

    public static string Validation { get; } = Example("valid.tsv");

    /// <summary>The directory of the model; tests must not change it.</summary>
    public static string Path => Trained.Value.Path;

    /// <summary>The run that trained it.</summary>
    public static ToolProcess Run => Trained.Value.Run;

    /// <summary>Copies the model, so that a test can damage it.</summary>
    public static string CopyTo(TemporaryFolder folder)
    {
        string copy = folder["model"];
        Directory.CreateDirectory(System.IO.Path.Combine(copy, "vocab"));
        foreach (string file in Directory.GetFiles(Path, "*", SearchOption.AllDirectories))
            File.Copy(file, System.IO.Path.Combine(copy, System.IO.Path.GetRelativePath(Path, file)));
        return copy;
    }

    /// <summary>Writes the first sentences of the training data to a file with the same header.</summary>
    public static string FirstSentences(TemporaryFolder folder, int count) =>
        folder.Write($"first-{count}.tsv", string.Join('\n', File.ReadLines(Training).Take(1 + count)) + "\n");

    private static (string Path, ToolProcess Run) Train()
    {
        var folder = new TemporaryFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        string path = folder["slots"];
        ToolProcess run = ToolProcess.Rnnctl(
            "train", "--task", "tag", "--train", Training, "--valid", Validation, "--output", path,
            "--hidden", "32", "--embedding", "32", "--epochs", "6", "--lr", "0.01", "--threads", "1");
        Assert.True(run.ExitCode == 0, run.Error);
        return (path, run);
    }

    private static string Example(string name) => System.IO.Path.Combine(Repository.Root, "examples", "slots", name);
}
