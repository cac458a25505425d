using System.Xml.Linq;
using Rnnctl.Compute.Backends;
using Rnnctl.Curves;
using Rnnctl.Inference.Configurations;
using Rnnctl.Plots;
using Rnnctl.Terminal;
using Rnnctl.Training.Logging;

namespace Rnnctl.Reports;

/// <summary>The curves of training and of the gradient, and the speed.</summary>
internal static class CurvesSection
{
    private const int MostRows = 100;

    /// <summary>The learning curves.</summary>
    /// <param name="run">The evaluations of training; null if they were not recorded.</param>
    /// <param name="task">What the model does.</param>
    public static XElement Learning(RunMetrics? run, ModelTask task) => Html.Section(
        "curves",
        "Learning curves",
        run is null ? Html.Paragraph("The training has no record: there is no evaluation in a metrics.csv of the model's directory.") : null,
        run is null ? null : Pictures(LearningCurves.Of(run, task)),
        run is null ? null : Html.Details("Every evaluation", Evaluations(run.Rows, task)));

    /// <summary>How the gradient flows back through time.</summary>
    /// <param name="curves">The curves; at least one.</param>
    /// <param name="data">What they are over: <c>the sentences of the files</c>.</param>
    public static XElement GradientFlow(IReadOnlyList<FlowCurve> curves, string data) => Html.Section(
        "gradient-flow",
        "Gradient flow",
        Html.Paragraph(
            $"The norm of the gradient of the last token's loss with respect to the state so many steps before, over {data}. "
            + "Where the line falls steeply, the network cannot learn from what lies further back; where it rises, the gradient explodes."),
        Pictures(WithShortTitle(FlowFigure.Of(curves))),
        Table.Of(
            "The factor by which a step back changes the norm",
            [new("State", IsText: true), new("Factor")],
            curves.Select(curve => (object?[])[Html.Data(FlowFigure.NameOf(curves, curve)), Amount.Fixed(curve.PerStep, 4)])));

    /// <summary>The speed of training and of what this report measured; null if neither is known.</summary>
    public static XElement? Speed(RunMetrics? run, TrainingConfiguration training, MeasuredSpeed? measured)
    {
        if (run is null && measured is null) return null;
        List<object?[]> rows = [];
        if (run is not null) rows.Add(["Training (median)", Workers(training), Amount.Duration(run.Rows[^1].Seconds), Amount.Whole(MedianSpeed(run))]);
        if (measured is { Name: var name, Device: var device, Seconds: var seconds })
            rows.Add([name, device, Amount.Duration(seconds), Amount.Whole(measured.Tokens / seconds)]);
        return Html.Section(
            "speed",
            "Speed",
            Table.Of("Speed", [new("What", IsText: true), new("Where", IsText: true), new("Time"), new("Tokens per second")], rows),
            run is null ? null : Pictures(LearningCurves.SpeedOf(run)));
    }

    /// <summary>The evaluation that decided which weights are kept: the best score, of equal ones the lowest loss; null without scores.</summary>
    public static MetricsRow? BestOf(RunMetrics run) => run.Rows.Where(row => row.Score is not null)
        .OrderByDescending(row => row.Score).ThenBy(row => row.ValidLoss ?? double.PositiveInfinity).FirstOrDefault();

    /// <summary>The name of the score in a row of the log.</summary>
    public static string ScoreName(MetricsRow row, ModelTask task) => MetricOf(row, task) switch
    {
        EvaluationMetric.F1 => "F1",
        EvaluationMetric.Accuracy => "Accuracy",
        EvaluationMetric.Intent => "Intent accuracy",
        EvaluationMetric.Bleu => "BLEU",
        EvaluationMetric.Chrf => "chrF2",
        EvaluationMetric.Perplexity => "Perplexity",
        EvaluationMetric.Loss => "Loss",
        _ => row.Bleu is not null ? "BLEU" : row.F1 is not null ? "F1" : row.Accuracy is not null ? "Accuracy" : "Score",
    };

    /// <summary>The score in a row of the log, as <c>rnnctl eval</c> prints it.</summary>
    public static string ScoreOf(MetricsRow row, ModelTask task) => row.Score is { } score ? ScoreText.Of(MetricOf(row, task), score) : "–";

    /// <summary>The median speed of training between two evaluations, in tokens per second.</summary>
    public static double MedianSpeed(RunMetrics run)
    {
        double[] speeds = [.. run.Rows.Select(row => row.TokensPerSecond).Order()];
        return (speeds[(speeds.Length - 1) / 2] + speeds[speeds.Length / 2]) / 2;
    }

    private static EvaluationMetric? MetricOf(MetricsRow row, ModelTask task) =>
        LearningCurves.MetricOf(row) ?? (task == ModelTask.Lm ? EvaluationMetric.Perplexity : null);

    private static string Workers(TrainingConfiguration training)
    {
        string threads = Plural.Of(training.Threads, "thread");
        return training.Processes is { } processes ? $"{Amount.Whole(processes)} processes, {threads} each" : threads;
    }

    /// <summary>The text above the figure says what the norm is of.</summary>
    private static Figure WithShortTitle(Figure figure) =>
        figure with { Panels = [.. figure.Panels.Select(panel => panel with { Y = panel.Y with { Title = "norm of the gradient" } })] };

    private static XElement Pictures(Figure figure) => Html.Element(
        "div",
        Html.Class("pictures"),
        figure.Panels.Zip(FigureDrawing.DrawApart(figure), (panel, svg) => Html.Picture(svg, panel.Title.Length == 0 ? figure.Title : panel.Title)));

    private static XElement Evaluations(IReadOnlyList<MetricsRow> rows, ModelTask task)
    {
        string which = rows.Count > MostRows ? $"The last {MostRows} of {Amount.Whole(rows.Count)} evaluations" : "Evaluations";
        Column[] columns =
        [
            new("Step"), new("Epoch"), new("Training loss"), new("Validation loss"), new(ScoreName(rows[^1], task)), new("Learning rate"), new("Gradient norm"),
            new("Tokens per second"), new("Seconds"),
        ];
        return Table.Of(which, columns, rows.TakeLast(MostRows).Select(row => (object?[])
        [
            Amount.Whole(row.Step), Amount.Whole(row.Epoch), Amount.Fixed(row.TrainLoss, 4), Amount.Fixed(row.ValidLoss, 4),
            ScoreOf(row, task), Amount.Significant(row.LearningRate, 3), Amount.Significant(row.GradientNorm, 3),
            Amount.Whole(row.TokensPerSecond), Amount.Fixed(row.Seconds, 1),
        ]));
    }
}

/// <summary>The speed at which this report measured the model.</summary>
/// <param name="Name">What was done.</param>
/// <param name="Device">Where.</param>
/// <param name="Tokens">The tokens of the data.</param>
/// <param name="Seconds">The time, above 0.</param>
internal sealed record MeasuredSpeed(string Name, string Device, long Tokens, double Seconds)
{
    /// <summary>The speed on a device.</summary>
    public static MeasuredSpeed Of(string name, Backend<float> backend, long tokens, double seconds) =>
        new(name, $"{backend.Name}, {Plural.Of(backend.Threads, "thread")}", tokens, seconds);
}
