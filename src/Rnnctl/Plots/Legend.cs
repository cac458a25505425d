namespace Rnnctl.Plots;

/// <summary>The names of a figure's lines beside samples of them, in rows.</summary>
internal sealed class Legend
{
    private const double TextSize = 12;
    private const double SampleWidth = 34;
    private const double Gap = 7;
    private const double EntryGap = 22;
    private const double RowHeight = 20;

    private readonly double _width;
    private readonly (string Name, LineStyle Style)[][] _rows;

    /// <summary>A legend in a width, of the lines in their order; of several lines of one name, the first.</summary>
    public Legend(IEnumerable<Series> series, double width)
    {
        _width = width;
        _rows = Rows([.. series.DistinctBy(one => one.Name).Select(one => (TextWidth.Fit(one.Name, TextSize, width - SampleWidth - Gap), one.Style))]);
    }

    /// <summary>The height that the rows take.</summary>
    public double Height => _rows.Length * RowHeight;

    /// <summary>Draws the legend, each row in the middle of the width.</summary>
    public void Draw(SvgWriter svg, double left, double top)
    {
        svg.StartGroup("legend");
        for (int row = 0; row < _rows.Length; row++)
        {
            double y = top + ((row + 0.5) * RowHeight);
            double x = left + ((_width - Width(_rows[row])) / 2);
            foreach ((string name, LineStyle style) in _rows[row])
            {
                SeriesDrawing.DrawSample(svg, style, x, y, SampleWidth);
                svg.Text(name, x + SampleWidth + Gap, y + (TextSize / 3), TextSize);
                x += EntryWidth(name) + EntryGap;
            }
        }

        svg.EndGroup();
    }

    private static double EntryWidth(string name) => SampleWidth + Gap + TextWidth.Of(name, TextSize);

    private static double Width((string Name, LineStyle Style)[] row) => row.Sum(entry => EntryWidth(entry.Name)) + (EntryGap * (row.Length - 1));

    /// <summary>As few rows as fit the width, as equally long as they can be.</summary>
    private (string Name, LineStyle Style)[][] Rows((string Name, LineStyle Style)[] entries)
    {
        int longest = Math.Max(entries.Length, 1);
        while (longest > 1 && entries.Chunk(longest).Any(row => Width(row) > _width)) longest--;
        int rows = (entries.Length + longest - 1) / longest;
        return [.. entries.Chunk(Math.Max((entries.Length + rows - 1) / Math.Max(rows, 1), 1))];
    }
}
