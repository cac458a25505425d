using System.Globalization;
using Rnnctl.Inference.Tracing;

namespace Rnnctl.Verbs.Trace;

/// <summary>A trace as tables: for each layer and direction a row for each token and unit, then the scores of each token's best labels.</summary>
internal static class TraceTable
{
    /// <summary>The units that are shown where the user chose none: the first.</summary>
    public const int UsualUnits = 8;

    /// <summary>Writes the tables of a sentence.</summary>
    /// <param name="output">Where they are written.</param>
    /// <param name="line">The sentence.</param>
    /// <param name="trace">Its trace.</param>
    /// <param name="layers">The layers and directions that are shown.</param>
    /// <param name="units">The units that are shown, from 1; empty for the first.</param>
    public static void Write(TextWriter output, string line, SentenceTrace trace, IReadOnlyList<LayerTrace> layers, IReadOnlyList<int> units)
    {
        output.WriteLine(line);
        foreach (LayerTrace layer in layers)
        {
            output.WriteLine();
            output.WriteLine(DirectionName.Of(layer));
            AlignedRows.Write(output, [HeaderOf(layer), .. RowsOf(trace, layer, units)]);
        }

        if (trace.Labels.Count == 0) return;
        output.WriteLine();
        output.WriteLine("labels");
        AlignedRows.Write(output, [LabelHeader(trace), .. LabelRows(trace)]);
    }

    private static string[] HeaderOf(LayerTrace layer) => ["token", "unit", .. layer.Values.Select(value => value.Name)];

    private static IEnumerable<string[]> RowsOf(SentenceTrace trace, LayerTrace layer, IReadOnlyList<int> units)
    {
        int width = layer.Values.Max(value => value.Width);
        int[] shown = [.. (units.Count > 0 ? units : Enumerable.Range(1, UsualUnits)).Where(unit => unit <= width)];
        return trace.Tokens.SelectMany((name, token) => shown.Select(unit => (string[])
        [
            name,
            unit.ToString(CultureInfo.InvariantCulture),
            .. layer.Values.Select(value => unit <= value.Width ? Number(value.At(token, unit - 1)) : "-"),
        ]));
    }

    private static string[] LabelHeader(SentenceTrace trace) =>
        HasTransitions(trace) ? ["token", "label", "emission", "transition", "gap", "probability"] : ["token", "label", "emission", "gap", "probability"];

    private static IEnumerable<string[]> LabelRows(SentenceTrace trace) => trace.Tokens.SelectMany((name, token) => trace.Labels[token].Select(one => (string[])
    [
        name, one.Label, Number(one.Emission), .. one.Transition is { } transition ? [Number(transition)] : Array.Empty<string>(), Number(one.Gap),
        Number(one.Probability),
    ]));

    private static bool HasTransitions(SentenceTrace trace) => trace.Labels[0].Any(one => one.Transition is not null);

    /// <summary>Four decimals; a dash for the score of a transition that is not allowed.</summary>
    private static string Number(double value)
    {
        if (double.IsNegativeInfinity(value)) return "-";
        string text = value.ToString("F4", CultureInfo.InvariantCulture);
        return text == "-0.0000" ? "0.0000" : text;
    }
}

/// <summary>Rows of text whose columns are aligned: the first to the left, the others to the right.</summary>
internal static class AlignedRows
{
    private const string Gap = "  ";

    /// <summary>Writes rows that have the same number of columns.</summary>
    public static void Write(TextWriter output, IReadOnlyList<string[]> rows)
    {
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
        {
            IEnumerable<string> cells = row.Select((cell, column) => column == 0 ? cell.PadRight(widths[0]) : cell.PadLeft(widths[column]));
            output.WriteLine(string.Join(Gap, cells));
        }
    }
}
