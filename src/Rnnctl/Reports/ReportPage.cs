using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Rnnctl.Reports;

/// <summary>A report as one HTML file that loads nothing and runs no script.</summary>
/// <param name="Title">The heading of the page.</param>
/// <param name="Lead">What the page is about, a line or two.</param>
/// <param name="Facts">The numbers at its head.</param>
/// <param name="Sections">Its parts, see <see cref="Html.Section"/>.</param>
/// <param name="Source">Where it comes from, at its foot.</param>
internal sealed record ReportPage(string Title, IReadOnlyList<string> Lead, IReadOnlyList<Fact> Facts, IReadOnlyList<XElement> Sections, string Source)
{
    private const string StyleName = "report.css";

    /// <summary>The page's text.</summary>
    public string ToHtml()
    {
        XElement page = Html.Element("html", new XAttribute("lang", "en"), Head(), Body());
        Html.Complete(page);
        var text = new StringBuilder("<!DOCTYPE html>\n");
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, NewLineChars = "\n" })) page.Save(writer);
        return text.Append('\n').ToString();
    }

    private XElement Head()
    {
        string style = StyleSheet();
        return Html.Element(
            "head",
            Html.Element("meta", new XAttribute("charset", "utf-8")),
            Html.Element("meta", new XAttribute("http-equiv", "Content-Security-Policy"), new XAttribute("content", Policy(style))),
            Html.Element("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
            Html.Element("meta", new XAttribute("name", "color-scheme"), new XAttribute("content", "light dark")),
            Html.Element("title", $"{Title}: a report by rnnctl"),
            Html.Element("style", style));
    }

    private XElement Body() => Html.Element(
        "body",
        Html.Element("header", Html.Element("h1", Html.Data(Title)), Lead.Select(line => Html.Element("p", Html.Class("lead"), line))),
        Html.Element("dl", Html.Class("facts"), Facts.Select(FactOf)),
        Html.Element("nav", new XAttribute("aria-label", "Contents"), Html.Element("ul", Sections.Select(Link))),
        Html.Element("main", Sections),
        Html.Element("footer", Html.Paragraph(Source)));

    private static XElement FactOf(Fact fact) => Html.Element(
        "div",
        Html.Element("dt", fact.Name),
        Html.Element("dd", fact.Value),
        fact.Remark.Length == 0 ? null : Html.Element("dd", Html.Class("remark"), fact.Remark));

    private static XElement Link(XElement section) => Html.Element(
        "li", Html.Element("a", new XAttribute("href", "#" + section.Attribute("id")!.Value), section.Elements().First().Value));

    /// <summary>Nothing is loaded, and only this very style sheet is used.</summary>
    private static string Policy(string style)
    {
        string digest = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
        return $"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'";
    }

    private static string StyleSheet()
    {
        using Stream stream = typeof(ReportPage).Assembly.GetManifestResourceStream(StyleName)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
