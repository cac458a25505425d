using System.Globalization;
using System.Text;
using System.Xml;

namespace Rnnctl.Plots;

/// <summary>
/// Writes an SVG 1.1 document. Numbers are rounded to a hundredth of a unit and do not depend on the locale, so that a figure has the same bytes on
/// every machine.
/// </summary>
internal sealed class SvgWriter : IDisposable
{
    private const string Namespace = "http://www.w3.org/2000/svg";
    private const string Fonts = "Helvetica, Arial, 'Liberation Sans', sans-serif";

    private readonly StringBuilder _text = new();
    private readonly XmlWriter _xml;

    /// <summary>A document with a white background.</summary>
    /// <param name="width">The width of the view box.</param>
    /// <param name="height">The height of the view box.</param>
    /// <param name="title">What the picture shows, for screen readers.</param>
    public SvgWriter(double width, double height, string title)
    {
        _xml = XmlWriter.Create(_text, new XmlWriterSettings { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true });
        _xml.WriteStartElement("svg", Namespace);
        Attribute("width", width);
        Attribute("height", height);
        Attribute("viewBox", $"0 0 {Number(width)} {Number(height)}");
        Attribute("font-family", Fonts);
        Attribute("role", "img");
        Title(title);
        Rectangle(new Box(0, 0, width, height), "#ffffff");
    }

    /// <summary>Formats a number: <c>12.5</c>.</summary>
    public static string Number(double value)
    {
        string text = Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);
        return text == "-0" ? "0" : text;
    }

    /// <summary>Replaces characters that XML does not allow (control characters, lone surrogates) with U+FFFD.</summary>
    public static string Legible(string text)
    {
        var legible = new StringBuilder();
        foreach (Rune letter in text.EnumerateRunes()) legible.Append(IsAllowed(letter) ? letter.ToString() : "\uFFFD");
        return legible.ToString();
    }

    /// <summary>Opens a group of shapes; <see cref="EndGroup"/> closes it.</summary>
    /// <param name="kind">Its class: <c>series</c>.</param>
    /// <param name="title">Its tooltip in a browser; empty for none.</param>
    public void StartGroup(string kind, string title = "")
    {
        _xml.WriteStartElement("g", Namespace);
        Attribute("class", kind);
        if (title.Length > 0) Title(title);
    }

    public void EndGroup() => _xml.WriteEndElement();

    /// <summary>Draws a straight line.</summary>
    public void Line(double x1, double y1, double x2, double y2, string color, double width = 1, string dashes = "")
    {
        _xml.WriteStartElement("line", Namespace);
        Attribute("x1", x1);
        Attribute("y1", y1);
        Attribute("x2", x2);
        Attribute("y2", y2);
        Stroke(color, width, dashes);
        _xml.WriteEndElement();
    }

    /// <summary>Draws a line through points of the page.</summary>
    public void Polyline(IEnumerable<PlotPoint> points, string color, double width, string dashes = "")
    {
        _xml.WriteStartElement("polyline", Namespace);
        Attribute("points", string.Join(' ', points.Select(point => $"{Number(point.X)},{Number(point.Y)}")));
        Attribute("fill", "none");
        Attribute("stroke-linejoin", "round");
        Stroke(color, width, dashes);
        _xml.WriteEndElement();
    }

    /// <summary>Draws a path, given by SVG's path commands, filled or as a line.</summary>
    public void Path(string commands, string color, bool filled, double width = 1)
    {
        _xml.WriteStartElement("path", Namespace);
        Attribute("d", commands);
        Attribute("fill", filled ? color : "none");
        if (!filled) Stroke(color, width, "");
        _xml.WriteEndElement();
    }

    /// <summary>Draws a filled rectangle.</summary>
    public void Rectangle(Box box, string color) => Rectangle(box, color, sharp: false);

    /// <summary>Draws a filled rectangle without antialiasing, so that there is no visible gap to the next tile.</summary>
    public void Tile(Box box, string color) => Rectangle(box, color, sharp: true);

    /// <summary>Draws a text. The anchor of its base line is at (x, y), and it is rotated clockwise about that point.</summary>
    public void Text(string text, double x, double y, double size, TextAnchor anchor = TextAnchor.Start, bool bold = false, double degrees = 0)
    {
        _xml.WriteStartElement("text", Namespace);
        Attribute("x", x);
        Attribute("y", y);
        Attribute("font-size", size);
        if (bold) Attribute("font-weight", "bold");
        if (anchor != TextAnchor.Start) Attribute("text-anchor", anchor == TextAnchor.Middle ? "middle" : "end");
        if (degrees != 0) Attribute("transform", $"rotate({Number(degrees)} {Number(x)} {Number(y)})");
        _xml.WriteString(Legible(text));
        _xml.WriteEndElement();
    }

    /// <summary>Closes the document and returns it.</summary>
    public string Finish()
    {
        _xml.WriteEndElement();
        _xml.Flush();
        return _text.Append('\n').ToString();
    }

    public void Dispose() => _xml.Dispose();

    private static bool IsAllowed(Rune letter) => !letter.IsBmp || XmlConvert.IsXmlChar((char)letter.Value);

    private void Rectangle(Box box, string color, bool sharp)
    {
        _xml.WriteStartElement("rect", Namespace);
        Attribute("x", box.Left);
        Attribute("y", box.Top);
        Attribute("width", box.Width);
        Attribute("height", box.Height);
        Attribute("fill", color);
        if (sharp) Attribute("shape-rendering", "crispEdges");
        _xml.WriteEndElement();
    }

    private void Title(string title) => _xml.WriteElementString("title", Namespace, Legible(title));

    private void Attribute(string name, double value) => Attribute(name, Number(value));

    private void Attribute(string name, string value) => _xml.WriteAttributeString(name, value);

    private void Stroke(string color, double width, string dashes)
    {
        Attribute("stroke", color);
        Attribute("stroke-width", width);
        if (dashes.Length > 0) Attribute("stroke-dasharray", dashes);
    }
}

/// <summary>Which point of a text is placed at its coordinates.</summary>
internal enum TextAnchor
{
    Start,
    Middle,
    End,
}
