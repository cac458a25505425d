using System.Globalization;
using System.Text;
using System.Xml;

namespace Rnnctl.Plots;

/// <summary>
/// Writes an SVG 1.1 document: shapes with their attributes, escaped text, numbers to a hundredth of a unit and in no country's notation, so that
/// the same figure is the same bytes on every machine.
/// </summary>
internal sealed class SvgWriter : IDisposable
{
    private const string Namespace = "http://www.w3.org/2000/svg";
    private const string Fonts = "Helvetica, Arial, 'Liberation Sans', sans-serif";

    private readonly StringBuilder _text = new();
    private readonly XmlWriter _xml;

    /// <summary>A document with a fixed view box and a white ground.</summary>
    /// <param name="width">The width of the view box.</param>
    /// <param name="height">Its height.</param>
    /// <param name="title">What the picture shows, for those who cannot see it.</param>
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

    /// <summary>A number as the document writes it: <c>12.5</c>.</summary>
    public static string Number(double value)
    {
        string text = Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);
        return text == "-0" ? "0" : text;
    }

    /// <summary>Opens a group of shapes; close it with <see cref="EndGroup"/>.</summary>
    /// <param name="kind">Its class: <c>series</c>.</param>
    /// <param name="title">What a browser says where the pointer rests on it; empty for nothing.</param>
    public void StartGroup(string kind, string title = "")
    {
        _xml.WriteStartElement("g", Namespace);
        Attribute("class", kind);
        if (title.Length > 0) Title(title);
    }

    /// <summary>Closes the group.</summary>
    public void EndGroup() => _xml.WriteEndElement();

    /// <summary>A straight line.</summary>
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

    /// <summary>A line through points on the page.</summary>
    public void Polyline(IEnumerable<PlotPoint> points, string color, double width, string dashes = "")
    {
        _xml.WriteStartElement("polyline", Namespace);
        Attribute("points", string.Join(' ', points.Select(point => $"{Number(point.X)},{Number(point.Y)}")));
        Attribute("fill", "none");
        Attribute("stroke-linejoin", "round");
        Stroke(color, width, dashes);
        _xml.WriteEndElement();
    }

    /// <summary>A path by the commands of SVG, filled or drawn as a line.</summary>
    public void Path(string commands, string color, bool filled, double width = 1)
    {
        _xml.WriteStartElement("path", Namespace);
        Attribute("d", commands);
        Attribute("fill", filled ? color : "none");
        if (!filled) Stroke(color, width, "");
        _xml.WriteEndElement();
    }

    /// <summary>A filled rectangle.</summary>
    public void Rectangle(Box box, string color) => Rectangle(box, color, sharp: false);

    /// <summary>A filled rectangle whose neighbours are of its kind: without a seam between them.</summary>
    public void Tile(Box box, string color) => Rectangle(box, color, sharp: true);

    /// <summary>A text whose base line, or that of its part named by the anchor, begins at a point; turned clockwise about that by some degrees.</summary>
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

    /// <summary>Ends the document and returns it.</summary>
    public string Finish()
    {
        _xml.WriteEndElement();
        _xml.Flush();
        return _text.Append('\n').ToString();
    }

    /// <summary>Gives the writer up.</summary>
    public void Dispose() => _xml.Dispose();

    /// <summary>The text with what XML has no place for, control characters and halves of pairs, made visible as U+FFFD.</summary>
    private static string Legible(string text)
    {
        var legible = new StringBuilder();
        foreach (Rune letter in text.EnumerateRunes()) legible.Append(IsAllowed(letter) ? letter.ToString() : "\uFFFD");
        return legible.ToString();
    }

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

/// <summary>Which part of a text stands at its place.</summary>
internal enum TextAnchor
{
    /// <summary>Its start.</summary>
    Start,

    /// <summary>Its middle.</summary>
    Middle,

    /// <summary>Its end.</summary>
    End,
}
