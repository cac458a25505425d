namespace Rnnctl.Tests.Processes;

/// <summary>A small language model of two LSTM layers in both directions with a residual connection, trained for one epoch, and its text.</summary>
public sealed class SmallLanguageModel : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Trains the model.</summary>
    public SmallLanguageModel()
    {
        Text = _folder.Write("text", "the dog sees a cat\na cat sleeps\nthe bird sings while the dog sleeps\n");
        InProcessTool.Done(
            "train", "--task", "lm", "--train", Text, "--output", Model, "--hidden", "6", "--embedding", "6", "--layers", "2", "--residual", "--lr", "0.1",
            "--epochs", "2", "--batch-size", "1", "--device", "cpu", "--threads", "1");
    }

    /// <summary>The training text, three sentences.</summary>
    public string Text { get; }

    /// <summary>The model's directory; tests leave it as it is.</summary>
    public string Model => _folder["lm"];

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    /// <summary>The same model, computed number by number.</summary>
    internal NaiveLstmModel Naive() => new(Model, layers: 2, residual: true);
}
