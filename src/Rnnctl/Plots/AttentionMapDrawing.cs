namespace Rnnctl.Plots;

/// <summary>
/// Draws attention weights as an SVG document, as in Bahdanau et al. (2014): a row for each target word, a column for each source word under its
/// slanted label, and a colour scale. The size of the page follows the sentences.
/// </summary>
internal static class AttentionMapDrawing
{
    private const double Margin = 16;
    private const double TitleSize = 16;
    private const double TitleHeight = 36;
    private const double LongestTitle = 600;
    private const double WordSize = 12;
    private const double LongestWord = 240;
    private const double Cell = 24;

    // A white gap between the cells helps the eye to follow a row or a column to its word.
    private const double Gap = 1;
    private const double Gutter = 7;
    private const double Lean = 50;
    private const double ScaleWidth = 110;
    private const double ShortestScale = 140;

    /// <summary>The document.</summary>
    /// <exception cref="ArgumentException">The weights are not a matrix [target words, source words].</exception>
    public static string Draw(AttentionMap map)
    {
        RequireFit(map);
        (double sin, double cos) = Math.SinCos(Lean * Math.PI / 180);
        string[] source = [.. map.Source.Select(Shown)], target = [.. map.Target.Select(Shown)];
        double wordsHeight = (source.Max(Length) * sin) + (WordSize * cos);
        double left = Margin + target.Max(Length) + Gutter, top = TitleHeight + wordsHeight + Gutter;
        var frame = new Box(left, top, source.Length * Cell, target.Length * Cell);
        var scale = new Box(frame.Right + 24, frame.Top, ColorBar.Width, Math.Max(frame.Height, ShortestScale));
        double lastWord = source.Select((word, i) => frame.Left + ((i + 0.5) * Cell) + (Length(word) * cos)).Max();
        double titleWidth = Math.Min(TextWidth.Of(map.Title, TitleSize), LongestTitle);
        double width = Math.Max(Math.Max(lastWord + Margin, scale.Left + ScaleWidth), (2 * Margin) + titleWidth);

        using var svg = new SvgWriter(width, scale.Bottom + Margin, map.Title);
        svg.Text(TextWidth.Fit(map.Title, TitleSize, width - (2 * Margin)), width / 2, Margin + 10, TitleSize, TextAnchor.Middle, bold: true);
        DrawWords(svg, frame, source, target);
        DrawCells(svg, frame, map);
        ColorBar.Draw(svg, scale, AxisRange.Exactly(0, 1), map.Scale);
        return svg.Finish();
    }

    private static void RequireFit(AttentionMap map)
    {
        if (map.Weights.Count != map.Target.Count || map.Weights.Any(row => row.Length != map.Source.Count))
            throw new ArgumentException($"the weights do not fit {map.Target.Count} target words and {map.Source.Count} source words", nameof(map));
    }

    private static string Shown(string word) => TextWidth.Fit(word, WordSize, LongestWord);

    private static double Length(string word) => TextWidth.Of(word, WordSize);

    private static void DrawWords(SvgWriter svg, Box frame, string[] source, string[] target)
    {
        svg.StartGroup("source");
        for (int i = 0; i < source.Length; i++)
            svg.Text(source[i], frame.Left + ((i + 0.5) * Cell) + (WordSize / 3), frame.Top - Gutter, WordSize, degrees: -Lean);
        svg.EndGroup();
        svg.StartGroup("target");
        for (int i = 0; i < target.Length; i++)
            svg.Text(target[i], frame.Left - Gutter, frame.Top + ((i + 0.5) * Cell) + (WordSize / 3), WordSize, TextAnchor.End);
        svg.EndGroup();
    }

    private static void DrawCells(SvgWriter svg, Box frame, AttentionMap map)
    {
        AxisRange weights = AxisRange.Exactly(0, 1);
        svg.StartGroup("cells");
        for (int row = 0; row < map.Target.Count; row++)
        {
            for (int column = 0; column < map.Source.Count; column++)
            {
                var cell = new Box(frame.Left + (column * Cell), frame.Top + (row * Cell), Cell - Gap, Cell - Gap);
                svg.Tile(cell, ColorBar.ColorOf(weights, map.Weights[row][column]));
            }
        }

        svg.EndGroup();
    }
}

/// <summary>The attention weights of a translation.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Source">The source words.</param>
/// <param name="Target">The target words; at least one. There is also at least one source word.</param>
/// <param name="Weights"><c>[target words, source words]</c>, from 0 to 1.</param>
internal sealed record AttentionMap(string Title, IReadOnlyList<string> Source, IReadOnlyList<string> Target, IReadOnlyList<float[]> Weights)
{
    /// <summary>What the weights are, beside the colours.</summary>
    public string Scale { get; init; } = "weight";
}
