using Rnnctl.Inference.Configurations;
using Rnnctl.Plots;
using Rnnctl.Terminal;
using Rnnctl.Training.Logging;

namespace Rnnctl.Curves;

/// <summary>
/// A figure of learning curves: one panel each for the loss, the score (if any run has one), the gradient norm and the learning rate. Each run has its
/// own colour and marker; the curves of the validation data are dashed.
/// </summary>
internal static class LearningCurves
{
    private const string ScorePanel = "Score";

    private static readonly Axis Steps = new("step (updates of the weights)");

    public static Figure Of(IReadOnlyList<RunMetrics> runs)
    {
        Series[] losses = [.. Lines(runs, dashed: false, row => row.TrainLoss), .. Lines(runs, dashed: true, row => row.ValidLoss)];
        Series[] norms = Lines(runs, dashed: false, row => row.GradientNorm);
        LineChart[] panels =
        [
            new("Loss", Steps, Fitting("loss (nats per token)", losses), losses),
            new(ScorePanel, Steps, new Axis(ScoreTitle(runs)), Lines(runs, dashed: true, ShownScore)),
            new("Gradient norm", Steps, Fitting("norm before clipping", norms), norms),
            new("Learning rate", Steps, new Axis("learning rate"), Lines(runs, dashed: false, row => row.LearningRate)),
        ];
        return new Figure(Title(runs), [.. panels.Where(panel => panel.Series.Count > 0)]);
    }

    /// <summary>The figure of one run, with the perplexity in place of a language model's score.</summary>
    public static Figure Of(RunMetrics run, ModelTask task)
    {
        Figure figure = Of([run]);
        if (task != ModelTask.Lm) return figure;
        Series[] perplexities = Lines([run], dashed: true, row => 1 / row.Score);
        var perplexity = new LineChart("Perplexity", Steps, Fitting("perplexity", perplexities), perplexities);
        return figure with { Panels = [.. figure.Panels.Select(panel => panel.Title == ScorePanel ? perplexity : panel)] };
    }

    /// <summary>The figure of a run's speed.</summary>
    public static Figure SpeedOf(RunMetrics run) => new(
        $"Speed of {run.Name}",
        new LineChart("Speed of training", Steps, new Axis("tokens per second"), Lines([run], dashed: false, row => row.TokensPerSecond)));

    private static string Title(IReadOnlyList<RunMetrics> runs) => runs.Count == 1 ? $"Learning curves of {runs[0].Name}" : "Learning curves";

    private static Axis Fitting(string title, Series[] series) =>
        Axis.Fitting(title, series.SelectMany(one => one.Points).Select(point => point.Y));

    private static Series[] Lines(IReadOnlyList<RunMetrics> runs, bool dashed, Func<MetricsRow, double?> value) =>
    [
        .. runs
            .Select((run, number) => new Series(NameOf(runs, run, dashed), LineStyle.OfRun(number, dashed), Points(run, value)))
            .Where(series => series.Points.Count > 0),
    ];

    private static string NameOf(IReadOnlyList<RunMetrics> runs, RunMetrics run, bool dashed)
    {
        string part = dashed ? "validation" : "training";
        return runs.Count == 1 ? part : $"{run.Name}, {part}";
    }

    private static PlotPoint[] Points(RunMetrics run, Func<MetricsRow, double?> value) =>
        [.. run.Rows.Where(row => value(row) is not null).Select(row => new PlotPoint(row.Step, value(row)!.Value))];

    /// <summary>The score as <c>rnnctl eval</c> prints it; as it is where an older log does not say that it is F1, accuracy or BLEU.</summary>
    private static double? ShownScore(MetricsRow row) =>
        MetricOf(row) is { } metric && row.Score is { } score ? ScoreText.Value(metric, score)
        : row.Accuracy is null && row.Bleu is null ? row.Score
        : 100 * row.Score;

    private static string ScoreTitle(IReadOnlyList<RunMetrics> runs)
    {
        string[] names = [.. runs.SelectMany(run => run.Rows).Where(row => row.Score is not null).Select(ScoreName).Distinct()];
        return names is [var name] ? name : string.Join(" or ", names);
    }

    private static string ScoreName(MetricsRow row) => MetricOf(row) switch
    {
        EvaluationMetric.F1 => "F1 (%)",
        EvaluationMetric.Accuracy => "accuracy (%)",
        EvaluationMetric.Intent => "intent accuracy (%)",
        EvaluationMetric.Bleu => "BLEU",
        EvaluationMetric.Chrf => "chrF2",
        EvaluationMetric.Perplexity => "perplexity",
        EvaluationMetric.Loss => "loss (nats per token)",
        _ => OlderScoreName(row),
    };

    /// <summary>In an older log the score is F1 if the labels mark spans, otherwise the accuracy; of a language model 1/perplexity.</summary>
    private static string OlderScoreName(MetricsRow row) =>
        row.Bleu is not null ? "BLEU" : row.F1 is not null ? "F1 (%)" : row.Accuracy is not null ? "accuracy (%)" : "score";

    /// <summary>What the score of a row is; null in the log of rnnctl 0.1.0.</summary>
    public static EvaluationMetric? MetricOf(MetricsRow row) =>
        Enum.TryParse(row.Metric, ignoreCase: true, out EvaluationMetric metric) && TaskMetrics.NameOf(metric) == row.Metric ? metric : null;
}

/// <summary>The metrics of a training run.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="Rows">One row per evaluation, at least one.</param>
internal sealed record RunMetrics(string Name, IReadOnlyList<MetricsRow> Rows);
