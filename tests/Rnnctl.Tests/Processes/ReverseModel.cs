namespace Rnnctl.Tests.Processes;

/// <summary>Small translators that reverse a sequence of letters. Each is trained in a second, once for all tests.</summary>
internal static class ReverseModel
{
    private const string Letters = "abcdef";

    private static readonly Lazy<TemporaryFolder> Folder = new(MakeFolder);
    private static readonly Lazy<(string Path, string Told)> Attending = new(() => Train("attending", "--epochs", "10"));
    private static readonly Lazy<(string Path, string Told)> Plain = new(() => Train("plain", "--epochs", "1", "--attention", "none"));
    private static readonly Lazy<(string Path, string Told)> Other = new(() => Train("other", "--epochs", "1", "--max-vocab", "4"));

    /// <summary>A trained model with attention; tests must not change it.</summary>
    public static string Path => Attending.Value.Path;

    /// <summary>The standard error of its training.</summary>
    public static string Told => Attending.Value.Told;

    /// <summary>A model without attention, trained for one epoch.</summary>
    public static string WithoutAttention => Plain.Value.Path;

    /// <summary>A model with a smaller vocabulary.</summary>
    public static string OfOtherVocabulary => Other.Value.Path;

    public static string ValidationSource => Folder.Value["valid.src"];

    public static string ValidationTarget => Folder.Value["valid.tgt"];

    /// <summary>Random sequences of up to six letters.</summary>
    public static string[] Sequences(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => string.Join(' ', random.GetItems(Letters.ToCharArray(), 1 + random.Next(6))))];
    }

    /// <summary>The correct translation.</summary>
    public static string Reversed(string line) => string.Join(' ', line.Split(' ').Reverse());

    private static TemporaryFolder MakeFolder()
    {
        var folder = new TemporaryFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        Write(folder, "train", Sequences(2000, seed: 1));
        Write(folder, "valid", Sequences(200, seed: 2));
        return folder;
    }

    private static void Write(TemporaryFolder folder, string name, string[] lines)
    {
        folder.Write(name + ".src", string.Join('\n', lines) + "\n");
        folder.Write(name + ".tgt", string.Join('\n', lines.Select(Reversed)) + "\n");
    }

    private static (string Path, string Told) Train(string name, params string[] options)
    {
        TemporaryFolder folder = Folder.Value;
        var tool = new InProcessTool();
        int code = tool.Run(
        [
            "train", "--task", "translate", "--train", folder["train.src"], folder["train.tgt"], "--valid", folder["valid.src"], folder["valid.tgt"],
            "--output", folder[name], "--hidden", "32", "--embedding", "16", "--dropout", "0", "--lr", "0.01", "--threads", "1", .. options,
        ]);
        Assert.True(code == 0, tool.Error);
        return (folder[name], tool.Error);
    }
}
