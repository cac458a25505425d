using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Rnnctl.Inference.Configurations;
using Rnnctl.Terminal;

namespace Rnnctl.Verbs.Sweep;

/// <summary>The settings of a sweep, ranked by the mean of their runs' best scores.</summary>
internal sealed class SweepTable
{
    private readonly SweepPlan _plan;
    private readonly SweepRow[] _rows;

    /// <param name="plan">The sweep.</param>
    /// <param name="scores">The scores of its finished runs.</param>
    public SweepTable(SweepPlan plan, IReadOnlyDictionary<SweepRunPlan, RunScore> scores)
    {
        _plan = plan;
        ILookup<SweepSetting, SweepRunPlan> runs = plan.Runs.ToLookup(run => run.Setting);
        IEnumerable<SweepRow> rows = plan.Settings.Select(setting => SweepRow.Of(setting, [.. runs[setting]], scores));
        _rows = [.. rows.OrderBy(row => row.Mean is null).ThenBy(row => row.IsLossLike ? row.Mean : -row.Mean)];
    }

    /// <summary>
    /// The table in Markdown, with columns of even width: rank, a column for each swept option, finished runs, mean, standard deviation, seconds.
    /// </summary>
    /// <param name="most">The most rows.</param>
    public IEnumerable<string> Lines(int most = int.MaxValue)
    {
        string measure = Array.Find(_rows, row => row.Metric is not null)?.Metric is { } metric ? TaskMetrics.NameOf(metric) : "score";
        string[] header = ["rank", .. _plan.Swept, "runs", measure, "sd", "seconds"];
        string[][] rows = [.. _rows.Take(most).Select((row, index) => row.Cells(index + 1))];
        int[] widths = [.. header.Select((title, column) => rows.Select(row => row[column].Length).Append(title.Length).Max())];
        yield return Line(header.Select((title, column) => title.PadLeft(widths[column])));
        yield return Line(widths.Select(width => new string('-', width - 1) + ':'));
        foreach (string[] row in rows) yield return Line(row.Select((cell, column) => cell.PadLeft(widths[column])));
    }

    /// <summary>The table as JSON, an object a setting.</summary>
    public IEnumerable<string> Json() => _rows.Select((row, index) => row.ToJson(index + 1, _plan));

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";
}

/// <summary>A setting with the scores of its runs.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Metric">What the scores are; null where no run is finished.</param>
/// <param name="Scores">The best score of each finished run, in the order of the seeds.</param>
/// <param name="Seeds">Their seeds.</param>
/// <param name="Runs">How many runs there are to be.</param>
/// <param name="Seconds">The mean of the seconds that they took.</param>
internal sealed record SweepRow(
    SweepSetting Setting, EvaluationMetric? Metric, IReadOnlyList<double> Scores, IReadOnlyList<int> Seeds, int Runs, double? Seconds)
{
    // People read the JSON too, so letters outside ASCII are not escaped.
    private static readonly SweepJson Json = new(
        new JsonSerializerOptions(SweepJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Whether a lower score is better.</summary>
    public bool IsLossLike => Metric is EvaluationMetric.Perplexity or EvaluationMetric.Loss;

    /// <summary>The mean m = Σ x / n of the scores; null of none.</summary>
    public double? Mean => Scores.Count == 0 ? null : Scores.Average();

    /// <summary>The standard deviation of the sample, √(Σ (x - m)² / (n - 1)); null of fewer than two scores.</summary>
    public double? Deviation => Scores.Count < 2 ? null : Math.Sqrt(Scores.Sum(score => Math.Pow(score - Mean!.Value, 2)) / (Scores.Count - 1));

    /// <summary>Gathers the scores of a setting.</summary>
    public static SweepRow Of(SweepSetting setting, IReadOnlyList<SweepRunPlan> runs, IReadOnlyDictionary<SweepRunPlan, RunScore> scores)
    {
        SweepRunPlan[] finished = [.. runs.Where(scores.ContainsKey)];
        return new SweepRow(
            setting,
            finished.Length == 0 ? null : scores[finished[0]].Metric,
            [.. finished.Select(run => scores[run].Value)],
            [.. finished.Select(run => run.Seed)],
            runs.Count,
            finished.Length == 0 ? null : finished.Average(run => scores[run].Seconds));
    }

    /// <summary>The cells of the row in the table.</summary>
    public string[] Cells(int rank) =>
    [
        Mean is null ? "-" : rank.ToString(CultureInfo.InvariantCulture),
        .. Setting.Choices.Select(choice => SweepSetting.TextOf(choice).Replace("|", "\\|", StringComparison.Ordinal)),
        Scores.Count == Runs ? Text(Runs, "F0") : $"{Text(Scores.Count, "F0")}/{Text(Runs, "F0")}",
        Text(Mean, ScoreText.Format(Metric)),
        Text(Deviation, ScoreText.Format(Metric)),
        Text(Seconds, "F1"),
    ];

    /// <summary>The row as a JSON object.</summary>
    public string ToJson(int rank, SweepPlan plan) => JsonSerializer.Serialize(
        new SweepResult(
            Mean is null ? null : rank,
            Setting.Choices.ToDictionary(choice => choice.Key, choice => choice.Values.Count == 0 ? null : string.Join(' ', choice.Values)),
            Path.Combine(plan.Output, Setting.FolderName),
            Metric is { } metric ? TaskMetrics.NameOf(metric) : null,
            Runs,
            Seeds,
            Scores,
            Mean,
            Deviation,
            Seconds),
        Json.SweepResult);

    private static string Text(double? number, string format) => number?.ToString(format, CultureInfo.InvariantCulture) ?? "-";
}

/// <summary>The JSON object of a setting.</summary>
/// <param name="Rank">Its place from 1; null where no run is finished.</param>
/// <param name="Setting">The value of each swept option, several with blanks between them, null where the option is left out.</param>
/// <param name="Directory">The directory of its runs.</param>
/// <param name="Metric">What the scores are.</param>
/// <param name="Runs">How many runs there are to be.</param>
/// <param name="Seeds">The seeds of those that are finished.</param>
/// <param name="Scores">Their scores.</param>
/// <param name="Mean">The mean.</param>
/// <param name="Deviation">The standard deviation.</param>
/// <param name="Seconds">The mean of the seconds that they took.</param>
internal sealed record SweepResult(
    int? Rank,
    IReadOnlyDictionary<string, string?> Setting,
    string Directory,
    string? Metric,
    int Runs,
    IReadOnlyList<int> Seeds,
    IReadOnlyList<double> Scores,
    double? Mean,
    double? Deviation,
    double? Seconds);

/// <summary>Serialises the result of <c>--json</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(FiniteNumberConverter)])]
[JsonSerializable(typeof(SweepResult))]
internal sealed partial class SweepJson : JsonSerializerContext;
