// Draws BLEU against the length of the source, a line for each model, from the scores that run.sh has written:
//   dotnet run examples/attention-length/plot.cs SCORES.tsv FILE.svg
#:property PublishAot=false

using System.Globalization;

if (args is not [var scores, var picture])
{
    Console.Error.WriteLine("usage: dotnet run examples/attention-length/plot.cs SCORES.tsv FILE.svg");
    return 2;
}

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Line[] lines = [.. File.ReadLines(scores).Skip(1).Select(row => row.Split('\t')).GroupBy(row => row[0], row => Point.Of(row[1..])).Select(Line.Of)];
File.WriteAllText(picture, Picture.Draw(lines));
return 0;

/// <summary>A score, in the middle of a stretch of lengths.</summary>
internal sealed record Point(double Words, double Bleu)
{
    /// <summary>Reads shortest length, longest length and score.</summary>
    public static Point Of(string[] columns) => new((double.Parse(columns[0]) + double.Parse(columns[1])) / 2, double.Parse(columns[2]));
}

/// <summary>The scores of a model.</summary>
internal sealed record Line(string Model, Point[] Points)
{
    /// <summary>The scores of one name.</summary>
    public static Line Of(IGrouping<string, Point> points) => new(points.Key, [.. points]);
}

/// <summary>Axes from 0 to 100 BLEU and from 0 to 40 words, lines over them, and their names beside.</summary>
internal static class Picture
{
    private const double Left = 62;
    private const double Top = 46;
    private const double Right = 532;
    private const double Bottom = 346;

    // Colours that people with any colour vision can tell apart (Okabe and Ito 2008), and dashes that tell lines apart in grey print.
    private static readonly (string Color, string Dashes)[] Styles =
        [("#0072b2", "2 2.5"), ("#d55e00", "7 3"), ("#009e73", "9 3 2 3"), ("#cc79a7", ""), ("#000000", "4 4")];

    /// <summary>An SVG document.</summary>
    public static string Draw(Line[] lines) =>
        $"""
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 670 400" width="670" height="400" font-family="sans-serif" font-size="12">
        <title>BLEU by the length of the source</title>
        <rect width="670" height="400" fill="#ffffff"/>
        {Text(335, 26, "middle", "BLEU by the length of the source").Replace("<text", "<text font-size=\"16\" font-weight=\"bold\"")}
        {string.Join('\n', Enumerable.Range(0, 6).Select(step => Rule(step * 20)))}
        {string.Join('\n', Enumerable.Range(0, 9).Select(step => Tick(step * 5)))}
        {Text((Left + Right) / 2, Bottom + 40, "middle", "words of the source")}
        <text transform="translate(20 {(Top + Bottom) / 2}) rotate(-90)" text-anchor="middle">BLEU</text>
        {string.Join('\n', lines.Select((line, number) => Draw(line, number)))}
        </svg>

        """.ReplaceLineEndings("\n");

    private static string Draw(Line line, int number)
    {
        (string color, string dashes) = Styles[number % Styles.Length];
        double key = Top + 14 + (number * 22);
        string path = string.Join(' ', line.Points.Select(point => $"{X(point.Words):F1},{Y(point.Bleu):F1}"));
        string dots = string.Concat(line.Points.Select(point => $"<circle cx=\"{X(point.Words):F1}\" cy=\"{Y(point.Bleu):F1}\" r=\"3\"/>"));
        return $"""
            <g fill="none" stroke="{color}" stroke-width="2" stroke-dasharray="{dashes}"><polyline points="{path}"/><path d="M {Right + 14} {key} h 34"/></g>
            <g fill="{color}">{dots}{Text(Right + 56, key + 4, "start", line.Model)}</g>
            """;
    }

    private static string Rule(int bleu) =>
        $"<path d=\"M {Left} {Y(bleu)} H {Right}\" stroke=\"#d8d8d8\"/>{Text(Left - 8, Y(bleu) + 4, "end", $"{bleu}")}";

    private static string Tick(int words) => $"<path d=\"M {X(words)} {Bottom} v 5\" stroke=\"#404040\"/>{Text(X(words), Bottom + 20, "middle", $"{words}")}";

    private static string Text(double x, double y, string anchor, string text) => $"<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">{text}</text>";

    private static double X(double words) => Left + ((Right - Left) * words / 40);

    private static double Y(double bleu) => Bottom - ((Bottom - Top) * bleu / 100);
}
