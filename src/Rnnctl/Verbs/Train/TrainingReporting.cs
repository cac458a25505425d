using System.Text.Json;
using System.Text.Json.Serialization;
using Rnnctl.Terminal;
using Rnnctl.Training.Logging;
using Rnnctl.Training.Loop;

namespace Rnnctl.Verbs.Train;

/// <summary>Passes what a training run tells on to a person, and with <c>--json</c> to a program.</summary>
internal static class TrainingReporting
{
    /// <summary>Reports to a display, and where asked to standard output.</summary>
    public static TrainingReports For(TrainingDisplay display, ToolConsole console, bool json) => new(
        display.Started,
        display.StepDone,
        (row, scoreName, improved) =>
        {
            display.Evaluated(new Evaluation(
                row.Epoch, row.Step, row.TrainLoss, row.ValidLoss, scoreName, row.Score, improved, row.LearningRate, row.TokensPerSecond, row.Seconds));
            if (!json) return;
            console.Output.WriteLine(JsonSerializer.Serialize(row, TrainJson.Default.MetricsRow));
            console.Output.Flush();
        });
}

/// <summary>The keys of <c>--json</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(FiniteNumberConverter)])]
[JsonSerializable(typeof(MetricsRow))]
internal sealed partial class TrainJson : JsonSerializerContext;
