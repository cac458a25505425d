using System.Globalization;
using System.Xml.Linq;
using Rnnctl.Plots;
using Rnnctl.Terminal;

namespace Rnnctl.Reports;

/// <summary>
/// Elements of a page in HTML that XML parsers read too. Content is text, which is escaped, elements, attributes, or lists of these; null is nothing.
/// </summary>
internal static class Html
{
    private static readonly XNamespace Xhtml = "http://www.w3.org/1999/xhtml";
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    // These have no content and no end tag. To an HTML parser, <td /> is a start tag.
    private static readonly HashSet<string> Void = ["meta"];

    // These hold other elements only, so that a line break between two of them is not seen.
    private static readonly HashSet<string> Blocks =
    [
        "html", "head", "body", "header", "nav", "main", "footer", "section", "div", "dl", "ul", "ol", "table", "thead", "tbody", "tr", "figure", "details",
    ];

    /// <summary>An element.</summary>
    public static XElement Element(string name, params object?[] content) => new(Xhtml + name, content);

    /// <summary>The attribute <c>class</c>.</summary>
    public static XAttribute Class(string names) => new("class", names);

    /// <summary>A part of the page under a heading, which the table of contents names.</summary>
    public static XElement Section(string id, string title, params object?[] content) =>
        Element("section", new XAttribute("id", id), Element("h2", title), content);

    /// <summary>A paragraph.</summary>
    public static XElement Paragraph(params object?[] content) => Element("p", content);

    /// <summary>A part that is closed until the reader opens it.</summary>
    public static XElement Details(string summary, params object?[] content) => Element("details", Element("summary", summary), content);

    /// <summary>A word, label or name from outside: hidden characters are shown, and its direction of writing stays its own.</summary>
    public static XElement Data(string text) => Element("bdi", PrintableText.Of(text));

    /// <summary>Text that only screen readers say.</summary>
    public static XElement Spoken(string text) => Element("span", Class("spoken"), text);

    /// <summary>A picture that shrinks and grows with the page.</summary>
    public static XElement Picture(string svg, string caption) => Element("figure", Element("figcaption", caption), XElement.Parse(svg));

    /// <summary>A picture of its own size, in a box that scrolls where the page is narrower.</summary>
    public static XElement WidePicture(string svg, params object?[] caption)
    {
        XElement picture = XElement.Parse(svg);
        return Element("figure", ScrollBox(picture.Elements().First().Value, picture), Element("figcaption", caption));
    }

    /// <summary>Content that may be wider than the page.</summary>
    /// <param name="name">What it is, for screen readers.</param>
    /// <param name="content">The content.</param>
    public static XElement ScrollBox(string name, params object?[] content) => Element(
        "div", Class("scroll"), new XAttribute("role", "region"), new XAttribute("tabindex", "0"), new XAttribute("aria-label", name), content);

    /// <summary>A bar whose length shows a share from 0 to 1, and the share in figures.</summary>
    public static object[] Share(double share, string figures) => [Bar(share), Element("span", Class("beside"), figures)];

    /// <summary>
    /// Completes a page before it is written: empty elements get their end tags, characters that XML does not have become U+FFFD, and blocks stand on lines
    /// of their own.
    /// </summary>
    public static void Complete(XElement page)
    {
        foreach (XElement element in page.DescendantsAndSelf().Where(element => element.Name.Namespace == Xhtml).ToArray())
        {
            foreach (XAttribute attribute in element.Attributes()) attribute.Value = SvgWriter.Legible(attribute.Value);
            foreach (XText text in element.Nodes().OfType<XText>()) text.Value = SvgWriter.Legible(text.Value);
            if (element.IsEmpty && !Void.Contains(element.Name.LocalName)) element.Value = "";
            if (!Blocks.Contains(element.Name.LocalName)) continue;
            foreach (XElement child in element.Elements().ToArray()) child.AddBeforeSelf(new XText("\n"));
        }
    }

    private static XElement Bar(double share) => new(
        Svg + "svg",
        Class("bar"),
        new XAttribute("viewBox", "0 0 100 10"),
        new XAttribute("preserveAspectRatio", "none"),
        new XAttribute("aria-hidden", "true"),
        new XElement(
            Svg + "rect",
            new XAttribute("width", (100 * Math.Clamp(share, 0, 1)).ToString("0.##", CultureInfo.InvariantCulture)),
            new XAttribute("height", "10")));
}
