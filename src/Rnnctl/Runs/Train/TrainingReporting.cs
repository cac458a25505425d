using System.Text.Json;
using Rnnctl.Terminal;
using Rnnctl.Training.Loop;

namespace Rnnctl.Runs.Train;

/// <summary>Passes what a training run tells on to a person, and with <c>--json</c> to a program.</summary>
internal static class TrainingReporting
{
    /// <summary>Reports to a display, and where asked to standard output.</summary>
    public static TrainingReports For(TrainingDisplay display, ToolConsole console, bool json) => new(
        display.Started,
        display.StepDone,
        (row, scoreName, improved) =>
        {
            display.Evaluated(new Terminal.Evaluation(
                row.Epoch, row.Step, row.TrainLoss, row.ValidLoss, scoreName, row.Score, improved, row.LearningRate, row.TokensPerSecond, row.Seconds));
            if (!json) return;
            console.Output.WriteLine(JsonSerializer.Serialize(row, RunJson.Default.MetricsRow));
            console.Output.Flush();
        });
}
