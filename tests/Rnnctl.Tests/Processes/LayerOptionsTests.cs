using System.Text.Json;

namespace Rnnctl.Tests.Processes;

/// <summary>Options of the layers, such as residual connections and zoneout: training and labels.</summary>
public sealed class LayerOptionsTests : IDisposable
{
    private static readonly string[] Options =
        ["--layers", "2", "--learn-initial-state", "--residual", "--layer-norm", "--recurrent-dropout", "0.1", "--zoneout", "0.05"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Tagger_with_all_layer_options_learns_the_slots_and_is_deterministic()
    {
        string[] size = ["--hidden", "24", "--embedding", "24", "--lr", "0.01", "--epochs", "4", "--threads", "1"];
        var tool = new InProcessTool();
        string train = SlotsModel.FirstSentences(_folder, 1200), model = _folder["model"];
        Assert.Equal(0, tool.Run(["train", "--train", train, "--valid", SlotsModel.Validation, "--output", model, .. size, .. Options]));
        const string Words = "model: lstm, learnt initial state, residual, layer norm, recurrent dropout 0.1, zoneout 0.05, ";
        Assert.Contains(tool.ErrorLines, line => line.StartsWith(Words, StringComparison.Ordinal));

        JsonElement scores = JsonDocument.Parse(InProcessTool.Done("eval", model, SlotsModel.Validation, "--json")).RootElement;
        Assert.True(scores.GetProperty("f1").GetDouble() > 0.95, scores.GetRawText());
        Assert.Equal(Loss(scores), Loss(JsonDocument.Parse(InProcessTool.Done("eval", model, SlotsModel.Validation, "--json")).RootElement));
        string flow = InProcessTool.Done("gradflow", model, train, "--json");
        Assert.Equal(flow, InProcessTool.Done("gradflow", model, train, "--json"));

        string inspected = InProcessTool.Done("inspect", model);
        const string Layers = "both directions, learnt initial state, residual, layer norm, recurrent dropout 0.1, zoneout 0.05\n";
        Assert.Contains(Layers, inspected, StringComparison.Ordinal);
        Assert.Contains("encoder.norm_hh_l1_reverse           [96]\n", inspected, StringComparison.Ordinal);
        Assert.Contains("encoder.initial_memory_l0            [24]\n", inspected, StringComparison.Ordinal);
    }

    [Fact]
    public void Gradients_of_a_trained_tagger_with_all_layer_options_are_right()
    {
        string train = SlotsModel.FirstSentences(_folder, 20), model = _folder["model"];
        InProcessTool.Done(["train", "--train", train, "--output", model, "--hidden", "6", "--embedding", "6", "--epochs", "1", "--threads", "1", .. Options]);
        string[] checks = InProcessTool.Done("gradcheck", "--model", model, "--threads", "1").Split('\n');
        Assert.StartsWith("35 of 35 tensors passed", checks[^2], StringComparison.Ordinal);
    }

    [Fact]
    public void Configuration_with_an_option_that_the_cell_cannot_use_is_refused()
    {
        string model = _folder["model"];
        string[] words = ["train", "--train", SlotsModel.FirstSentences(_folder, 20), "--output", model, "--epochs", "1", "--hidden", "4"];
        InProcessTool.Done([.. words, "--cell", "mingru"]);
        string path = Path.Combine(model, "config.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"recurrent_dropout\": 0", "\"recurrent_dropout\": 0.5", StringComparison.Ordinal));
        var tool = new InProcessTool();
        Assert.Equal(2, tool.Run("inspect", model));
        string message = $"error: {path}: architecture.recurrent_dropout: mingru has no recurrent product to drop units from";
        Assert.Equal([message], tool.ErrorLines);
    }

    private static double Loss(JsonElement scores) => scores.GetProperty("loss").GetDouble();
}
