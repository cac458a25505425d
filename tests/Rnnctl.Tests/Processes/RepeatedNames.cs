namespace Rnnctl.Tests.Processes;

/// <summary>
/// Sentences that begin with a name and end with it again, with words between that tell nothing of it; and a language model of both directions that was
/// trained on them once for all tests.
/// </summary>
public sealed class RepeatedNames : IDisposable
{
    private static readonly string[] Names = ["anna", "ben", "clara", "dan"];

    private readonly TemporaryFolder _folder = new();

    /// <summary>Writes the texts and trains the model.</summary>
    public RepeatedNames()
    {
        (Training, Validation) = (Write("train.txt", 800, seed: 1), Write("valid.txt", 100, seed: 2));
        var tool = new InProcessTool();
        int code = tool.Run(
        [
            "train", "--task", "lm", "--train", Training, "--valid", Validation, "--output", Model, "--hidden", "32", "--embedding", "16", "--dropout", "0.05",
            "--lr", "0.02", "--batch-size", "16", "--epochs", "25", "--patience", "25", "--device", "cpu", "--threads", "1",
        ]);
        Told = tool.ErrorLines;
        Assert.True(code == 0, tool.Error);
    }

    /// <summary>Nats a prediction: the name and one of two verbs, over the five predictions of a sentence.</summary>
    public static double Entropy { get; } = (Math.Log(4) + Math.Log(2)) / 5;

    /// <summary>The training text.</summary>
    public string Training { get; }

    /// <summary>The validation text.</summary>
    public string Validation { get; }

    /// <summary>The model's directory; tests leave it as it is.</summary>
    public string Model => _folder["lm"];

    /// <summary>What the training run told on standard error.</summary>
    internal IReadOnlyList<string> Told { get; }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    /// <summary>Whether a sentence is one of the language.</summary>
    internal static bool Has(string sentence) =>
        sentence.Split(' ') is [var first, "sees" or "hears", "that", var last] && first == last && Names.Contains(first);

    private string Write(string name, int sentences, int seed)
    {
        var random = new Random(seed);
        IEnumerable<string> lines = Enumerable.Range(0, sentences).Select(_ =>
        {
            string person = Names[random.Next(4)];
            return $"{person} {(random.Next(2) == 0 ? "sees" : "hears")} that {person}\n";
        });
        return _folder.Write(name, string.Concat(lines));
    }
}
