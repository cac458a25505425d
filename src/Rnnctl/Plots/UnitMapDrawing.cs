using System.Globalization;

namespace Rnnctl.Plots;

/// <summary>
/// Draws the values of recurrent layers as an SVG document: for each layer and direction rows of three panels, a panel for each gate or state, in which a row
/// is a unit and a column is a token under its slanted label. Each panel has its own colour scale: from 0 to 1 for values in this range, from -1 to 1 for
/// others in that, else as far as its values reach.
/// </summary>
internal static class UnitMapDrawing
{
    /// <summary>The most values of a picture; more would make a file that no browser likes.</summary>
    public const int MostCells = 200_000;

    private const int PanelsInRow = 3;
    private const double Margin = 16;
    private const double TitleSize = 16;
    private const double TitleHeight = 36;
    private const double LongestTitle = 900;
    private const double NameSize = 13;
    private const double RowTitleHeight = 26;
    private const double WordSize = 12;
    private const double LongestWord = 160;
    private const double UnitSize = 9;
    private const double UnitsWidth = 34;
    private const double Gutter = 7;
    private const double Lean = 50;
    private const double CellWidth = 24;
    private const double LowestCell = 2;
    private const double HighestCell = 18;
    private const double UsualHeight = 384;
    private const double ScaleGap = 12;
    private const double ScaleWidth = 72;
    private const double ShortestScale = 80;
    private const double PanelGap = 26;
    private static readonly int[] UnitSteps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

    /// <summary>The document.</summary>
    public static string Draw(UnitMapFigure figure)
    {
        (double sin, double cos) = Math.SinCos(Lean * Math.PI / 180);
        string[] tokens = [.. figure.Tokens.Select(token => TextWidth.Fit(token, WordSize, LongestWord))];
        double wordsHeight = (tokens.Max(Length) * sin) + (WordSize * cos) + Gutter, lean = Length(tokens[^1]) * cos;
        UnitMap[][] rows = [.. figure.Maps.GroupBy(map => map.Row).SelectMany(maps => maps.Chunk(PanelsInRow))];
        double panelWidth = UnitsWidth + Math.Max((tokens.Length * CellWidth) + ScaleGap + ScaleWidth, (tokens.Length * CellWidth) + lean) + PanelGap;
        double titleWidth = Math.Min(TextWidth.Of(figure.Title, TitleSize), LongestTitle);
        double width = Math.Max((rows.Max(row => row.Length) * panelWidth) + (2 * Margin), titleWidth + (2 * Margin));
        double[] heights = [.. rows.Select(row => RowTitleHeight + NameSize + wordsHeight + row.Max(map => Math.Max(HeightOf(map), ShortestScale)) + PanelGap)];

        using var svg = new SvgWriter(width, TitleHeight + heights.Sum() + Margin, figure.Title);
        svg.Text(TextWidth.Fit(figure.Title, TitleSize, width - (2 * Margin)), width / 2, Margin + 10, TitleSize, TextAnchor.Middle, bold: true);
        double top = TitleHeight;
        for (int row = 0; row < rows.Length; row++)
        {
            svg.StartGroup("row");
            bool isFirst = row == 0 || rows[row - 1][0].Row != rows[row][0].Row;
            if (isFirst) svg.Text(rows[row][0].Row, Margin, top + NameSize, NameSize, bold: true);
            for (int panel = 0; panel < rows[row].Length; panel++)
            {
                UnitMap map = rows[row][panel];
                var frame = new Box(
                    Margin + (panel * panelWidth) + UnitsWidth, top + RowTitleHeight + NameSize + wordsHeight, tokens.Length * CellWidth, HeightOf(map));
                svg.StartGroup("panel");
                svg.Text(map.Name, frame.Left, top + RowTitleHeight + NameSize, NameSize, bold: true);
                DrawPanel(svg, frame, map, tokens);
                svg.EndGroup();
            }

            svg.EndGroup();
            top += heights[row];
        }

        return svg.Finish();
    }

    private static double CellHeight(UnitMap map) => Math.Clamp(UsualHeight / map.Units.Count, LowestCell, HighestCell);

    private static double HeightOf(UnitMap map) => map.Units.Count * CellHeight(map);

    private static double Length(string word) => TextWidth.Of(word, WordSize);

    private static void DrawPanel(SvgWriter svg, Box frame, UnitMap map, string[] tokens)
    {
        AxisRange range = RangeOf(map);
        svg.StartGroup("tokens");
        for (int token = 0; token < tokens.Length; token++)
            svg.Text(tokens[token], frame.Left + ((token + 0.5) * CellWidth) + (WordSize / 3), frame.Top - Gutter, WordSize, degrees: -Lean);
        svg.EndGroup();
        DrawUnits(svg, frame, map);
        svg.StartGroup("cells");
        double height = CellHeight(map);
        for (int unit = 0; unit < map.Units.Count; unit++)
        {
            for (int token = 0; token < tokens.Length; token++)
            {
                var cell = new Box(frame.Left + (token * CellWidth), frame.Top + (unit * height), CellWidth, height);
                svg.Tile(cell, ColorBar.ColorOf(range, map.Values[unit][token]));
            }
        }

        svg.EndGroup();
        ColorBar.Draw(svg, new Box(frame.Right + ScaleGap, frame.Top, ColorBar.Width, Math.Max(frame.Height, ShortestScale)), range, title: "");
    }

    /// <summary>Draws the units' numbers, of as many units as there is room for.</summary>
    private static void DrawUnits(SvgWriter svg, Box frame, UnitMap map)
    {
        double height = CellHeight(map);
        int step = Array.Find(UnitSteps, step => step * height >= UnitSize + 1);
        svg.StartGroup("units");
        for (int unit = 0; unit < map.Units.Count; unit += Math.Max(step, 1))
        {
            string number = map.Units[unit].ToString(CultureInfo.InvariantCulture);
            svg.Text(number, frame.Left - 4, frame.Top + ((unit + 0.5) * height) + (UnitSize / 3), UnitSize, TextAnchor.End);
        }

        svg.EndGroup();
    }

    private static AxisRange RangeOf(UnitMap map)
    {
        double[] finite = [.. map.Values.SelectMany(row => row).Where(double.IsFinite)];
        if (finite.All(value => value is >= 0 and <= 1)) return AxisRange.Exactly(0, 1);
        return finite.All(value => value is >= -1 and <= 1) ? AxisRange.Exactly(-1, 1) : AxisRange.Of(AxisScale.Linear, finite);
    }
}

/// <summary>A picture of the values of recurrent layers for a sentence.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Tokens">The sentence's tokens; at least one.</param>
/// <param name="Maps">The panels, row after row; at least one.</param>
internal sealed record UnitMapFigure(string Title, IReadOnlyList<string> Tokens, IReadOnlyList<UnitMap> Maps)
{
    /// <summary>The number of values.</summary>
    public long Cells => Maps.Sum(map => (long)map.Units.Count * Tokens.Count);
}

/// <summary>A gate, a memory or a state of a layer in a direction.</summary>
/// <param name="Row">The row of panels that it belongs to: <c>layer 1, forward</c>.</param>
/// <param name="Name">Its letter in the cell's equations.</param>
/// <param name="Units">The numbers of the units.</param>
/// <param name="Values">Its values, <c>[units][tokens]</c>.</param>
internal sealed record UnitMap(string Row, string Name, IReadOnlyList<int> Units, IReadOnlyList<double[]> Values);
