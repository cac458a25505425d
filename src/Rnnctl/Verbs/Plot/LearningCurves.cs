using Rnnctl.Plots;
using Rnnctl.Training.Logging;

namespace Rnnctl.Verbs.Plot;

/// <summary>
/// The learning curves of runs as a figure: a panel for the losses, one for the score where a run has one, one for the gradient's norm and one for
/// the learning rate. A run keeps its colour and marker in all of them; what was measured on the validation part is dashed.
/// </summary>
internal static class LearningCurves
{
    private static readonly Axis Steps = new("step (updates of the weights)");

    /// <summary>The figure of one run or more.</summary>
    public static Figure Of(IReadOnlyList<RunMetrics> runs)
    {
        Series[] losses = [.. Lines(runs, dashed: false, row => row.TrainLoss), .. Lines(runs, dashed: true, row => row.ValidLoss)];
        Series[] norms = Lines(runs, dashed: false, row => row.GradientNorm);
        LineChart[] panels =
        [
            new("Loss", Steps, Fitting("loss (nats per token)", losses), losses),
            new("Score", Steps, new Axis(ScoreTitle(runs)), Lines(runs, dashed: true, row => row.Score)),
            new("Gradient norm", Steps, Fitting("norm before clipping", norms), norms),
            new("Learning rate", Steps, new Axis("learning rate"), Lines(runs, dashed: false, row => row.LearningRate)),
        ];
        return new Figure(Title(runs), [.. panels.Where(panel => panel.Series.Count > 0)]);
    }

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

    /// <summary>The score is F1 where the labels mark spans, and the accuracy where they do not.</summary>
    private static string ScoreTitle(IReadOnlyList<RunMetrics> runs)
    {
        bool[] spans = [.. runs.SelectMany(run => run.Rows).Where(row => row.Score is not null).Select(row => row.F1 is not null).Distinct()];
        return spans switch { [true] => "F1", [false] => "accuracy", _ => "score (F1 or accuracy)" };
    }
}

/// <summary>A training run as its log tells it.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Rows">A row per evaluation, at least one.</param>
internal sealed record RunMetrics(string Name, IReadOnlyList<MetricsRow> Rows);
