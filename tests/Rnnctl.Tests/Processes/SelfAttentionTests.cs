using System.Text.Json;

namespace Rnnctl.Tests.Processes;

/// <summary>Option <c>--self-attention</c>: training and labels.</summary>
public sealed class SelfAttentionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Tagger_with_self_attention_learns_the_slots_and_is_described()
    {
        string[] size = ["--hidden", "24", "--embedding", "24", "--lr", "0.01", "--epochs", "4", "--threads", "1", "--self-attention", "4"];
        var tool = new InProcessTool();
        string train = SlotsModel.FirstSentences(_folder, 1200), model = _folder["model"];
        Assert.Equal(0, tool.Run(["train", "--train", train, "--valid", SlotsModel.Validation, "--output", model, .. size]));
        Assert.Contains(tool.ErrorLines, line => line.StartsWith("model: lstm, 4-head self-attention, ", StringComparison.Ordinal));

        JsonElement scores = JsonDocument.Parse(InProcessTool.Done("eval", model, SlotsModel.Validation, "--json")).RootElement;
        Assert.True(scores.GetProperty("f1").GetDouble() > 0.95, scores.GetRawText());
        string inspected = InProcessTool.Done("inspect", model);
        Assert.Contains("layers 1, both directions, 4-head self-attention\n", inspected, StringComparison.Ordinal);
        Assert.Contains("attention.output.weight              [48, 48]\n", inspected, StringComparison.Ordinal);
        string[] checks = InProcessTool.Done("gradcheck", "--model", model, "--threads", "1").Split('\n');
        Assert.StartsWith("18 of 18 tensors passed", checks[^2], StringComparison.Ordinal);
    }

    [Fact]
    public void Self_attention_alone_gives_a_token_its_context()
    {
        // The words before a city decide whether it is a destination or a departure.
        string[] size = ["--layers", "0", "--embedding", "24", "--lr", "0.01", "--epochs", "4", "--threads", "1"];
        string train = SlotsModel.FirstSentences(_folder, 1200);
        InProcessTool.Done(["train", "--train", train, "--output", _folder["alone"], .. size]);
        InProcessTool.Done(["train", "--train", train, "--output", _folder["together"], .. size, "--self-attention", "2"]);
        double alone = Accuracy(_folder["alone"]), together = Accuracy(_folder["together"]);
        Assert.True(together > alone + 0.02, $"accuracy {alone} alone, {together} together");
    }

    private static double Accuracy(string model) =>
        JsonDocument.Parse(InProcessTool.Done("eval", model, SlotsModel.Validation, "--json")).RootElement.GetProperty("accuracy").GetDouble();
}
