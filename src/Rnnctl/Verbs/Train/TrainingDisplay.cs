using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Rnnctl.Inference.Configurations;
using Rnnctl.Terminal;
using Rnnctl.Training.Learning;
using Rnnctl.Training.Logging;
using Rnnctl.Training.Loop;

namespace Rnnctl.Verbs.Train;

/// <summary>
/// Shows a training run on standard error: a bar where that is a terminal, a line for every evaluation where it is not, and nothing with
/// <c>--quiet</c>. With <c>--json</c> every evaluation is also a line of JSON on standard output.
/// </summary>
/// <param name="console">Where it is shown.</param>
/// <param name="json">Whether to print JSON.</param>
/// <param name="workers">The processes that train together; null for one alone.</param>
internal sealed class TrainingDisplay(ToolConsole console, bool json, WorkerGroup? workers = null) : IDisposable
{
    private ProgressState? _progress;
    private ProgressBar? _bar;

    /// <summary>What a trainer calls.</summary>
    public TrainingEvents Events => new(Started, StepDone, Evaluated);

    /// <summary>Shows the bar.</summary>
    /// <param name="totalSteps">Steps of the whole run, those before a resume included.</param>
    public void Started(long totalSteps)
    {
        if (!console.ShowsProgress) return;
        var progress = new ProgressState(totalSteps);
        _progress = progress;
        _bar = new ProgressBar(console.Error, console.Colors, totalSteps, () => progress.Step, progress.ToString);
    }

    /// <summary>Moves the bar. Allocates nothing.</summary>
    /// <param name="step">Steps done so far, from 1.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="loss">Mean loss of the step.</param>
    /// <param name="tokensPerSecond">Recent tokens per second.</param>
    public void StepDone(long step, int epoch, double loss, double tokensPerSecond) => _progress?.StepDone(step, epoch, loss, tokensPerSecond);

    /// <summary>Shows an evaluation.</summary>
    /// <param name="row">What it measured.</param>
    /// <param name="metric">What the score is; null if there is none.</param>
    /// <param name="improved">Whether the score is the best so far.</param>
    public void Evaluated(MetricsRow row, EvaluationMetric? metric, bool improved)
    {
        Note(Line(row, metric, improved));
        if (console.Verbose && workers is not null) Note(Exchange(workers.TakeSeconds()));
        if (!json) return;
        console.Output.WriteLine(JsonSerializer.Serialize(row, TrainJson.Default.MetricsRow));
        console.Output.Flush();
    }

    /// <summary>Shows a message, above the bar where there is one.</summary>
    public void Note(string line)
    {
        if (_bar is null) console.Note(line);
        else _bar.WriteLine(PrintableText.Message(line));
    }

    /// <summary>Removes the bar from the terminal.</summary>
    public void Dispose()
    {
        _bar?.Dispose();
        _bar = null;
        _progress = null;
    }

    private static string Exchange((double Exchange, double Waiting) seconds) =>
        FormattableString.Invariant($"exchange {seconds.Exchange:F2} s  waiting for the slowest process {seconds.Waiting:F2} s");

    private static string Line(MetricsRow row, EvaluationMetric? metric, bool improved)
    {
        CultureInfo numbers = CultureInfo.InvariantCulture;
        string valid = row.ValidLoss is { } loss ? string.Create(numbers, $"  valid loss {loss:F4}") : "";
        bool isLoss = metric == EvaluationMetric.Loss; // It stands there already.
        string score = row.Score is { } value && metric is { } by && !isLoss ? $"  {TaskMetrics.NameOf(by)} {ScoreText.Of(by, value)}" : "";
        if (row.Score is not null && improved) score += " best";
        if (row.IntentAccuracy is { } intents) score += string.Create(numbers, $"  intents {100 * intents:F2}  sentences {100 * row.SentenceAccuracy:F2}");
        string pace = string.Create(numbers, $"{row.TokensPerSecond:N0} tokens/s  {row.Seconds:F1} s");
        return string.Create(
            numbers, $"epoch {row.Epoch}  step {row.Step}  loss {row.TrainLoss:F4}{valid}{score}  lr {row.LearningRate:G4}  {pace}");
    }
}

/// <summary>The keys of <c>--json</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(FiniteNumberConverter)])]
[JsonSerializable(typeof(MetricsRow))]
internal sealed partial class TrainJson : JsonSerializerContext;
