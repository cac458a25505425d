using System.Globalization;
using CsvHelper;
using Rnnctl.Curves;
using Rnnctl.Files;
using Rnnctl.Terminal;

namespace Rnnctl.Verbs.Gradflow;

/// <summary>The curves as a table and as CSV.</summary>
internal static class FlowReport
{
    private const int LagWidth = 6;
    private const int ColumnWidth = 12;

    /// <summary>Writes a row for each of the lags 0, 1, 2, 5, 10, 20, 50, ... and the last, then a row with the factor per step.</summary>
    public static void WriteTable(TextWriter output, IReadOnlyList<FlowCurve> curves)
    {
        int[] widths = [.. curves.Select(curve => Math.Max(FlowFigure.NameOf(curves, curve).Length + 2, ColumnWidth))];
        WriteRow(output, "T - t", curves.Select(curve => FlowFigure.NameOf(curves, curve)), widths);
        foreach (int lag in Lags(curves.Max(curve => curve.Norms.Count)))
            WriteRow(output, Whole(lag), curves.Select(curve => lag < curve.Norms.Count ? Number(curve.Norms[lag]) : ""), widths);
        WriteRow(output, "a step", curves.Select(curve => curve.PerStep is { } factor ? Fixed(factor) : "-"), widths);
        foreach (FlowCurve curve in curves.Where(curve => curve.Output is not null))
            output.WriteLine(OutputOf(curve));
    }

    /// <summary>CSV with a row for each curve and lag.</summary>
    public static string Csv(IReadOnlyList<FlowCurve> curves) => CsvText.Of(curves.SelectMany(Rows));

    private static string OutputOf(FlowCurve curve) => string.Create(
        CultureInfo.InvariantCulture, $"{curve.Subject}: the output after {Plural.Of(curve.Norms.Count, "step")} is {curve.Output:G6}");

    private static IEnumerable<FlowRow> Rows(FlowCurve curve) => curve.Norms.Select((norm, lag) =>
        new FlowRow(curve.Subject, curve.Layer, Options.Choice.NameOf(curve.State), lag, curve.Sequences[lag], norm));

    private static IEnumerable<int> Lags(int count)
    {
        int[] digits = [1, 2, 5];
        List<int> lags = [0];
        for (long power = 1; power < count; power *= 10) lags.AddRange(digits.Select(digit => digit * power).Where(lag => lag < count).Select(lag => (int)lag));
        return lags.Append(count - 1).Distinct();
    }

    private static void WriteRow(TextWriter output, string lag, IEnumerable<string> cells, int[] widths) =>
        output.WriteLine(lag.PadLeft(LagWidth) + string.Concat(cells.Select((cell, column) => cell.PadLeft(widths[column]))));

    private static string Number(double value) => value.ToString("0.000e+00", CultureInfo.InvariantCulture);

    private static string Fixed(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A row of the CSV: a point of a curve.</summary>
[CsvRecord]
internal sealed partial record FlowRow(
    [property: CsvColumn("subject")] string Subject,
    [property: CsvColumn("layer")] int Layer,
    [property: CsvColumn("state")] string State,
    [property: CsvColumn("lag")] int Lag,
    [property: CsvColumn("sequences")] int Sequences,
    [property: CsvColumn("norm")] double Norm);
