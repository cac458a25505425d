using System.Globalization;
using System.Xml.Linq;

namespace Rnnctl.Tests.Plots;

/// <summary>
/// Compares pictures byte by byte with golden files beside this one. After an intended change, update the files with
/// <c>RNNCTL_WRITE_GOLDEN=1 dotnet test tests/Rnnctl.Tests</c> and look at them.
/// </summary>
internal static class GoldenPicture
{
    /// <summary>Asserts that the picture equals its golden file.</summary>
    public static void AssertEqual(string name, string svg)
    {
        string path = Path.Combine(Repository.Root, "tests", "Rnnctl.Tests", "Plots", name);
        if (Environment.GetEnvironmentVariable("RNNCTL_WRITE_GOLDEN") == "1") File.WriteAllText(path, svg);
        Assert.Equal(File.ReadAllText(path), svg);
    }

    /// <summary>Parses a picture, which must be well-formed, with finite coordinates inside its view box.</summary>
    public static XElement Parse(string svg)
    {
        XElement root = XDocument.Parse(svg).Root!;
        Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", svg, StringComparison.Ordinal);
        double[] view = [.. root.Attribute("viewBox")!.Value.Split(' ').Select(Number)];
        Assert.Equal([0, 0], view[..2]);
        foreach (XElement element in root.Descendants())
        {
            foreach (XAttribute attribute in element.Attributes().Where(attribute => attribute.Name.LocalName is "x" or "x1" or "x2"))
                Assert.InRange(Number(attribute.Value), 0, view[2]);
            foreach (XAttribute attribute in element.Attributes().Where(attribute => attribute.Name.LocalName is "y" or "y1" or "y2"))
                Assert.InRange(Number(attribute.Value), 0, view[3]);
        }

        return root;
    }

    /// <summary>The groups of a class, in document order.</summary>
    public static XElement[] Groups(XElement root, string kind) => [.. Elements(root, "g").Where(group => group.Attribute("class")?.Value == kind)];

    /// <summary>All descendants with a name.</summary>
    public static IEnumerable<XElement> Elements(XElement root, string name) => root.Descendants().Where(element => element.Name.LocalName == name);

    /// <summary>The points of a polyline.</summary>
    public static (double X, double Y)[] Points(XElement polyline) =>
        [.. polyline.Attribute("points")!.Value.Split(' ').Select(point => point.Split(',')).Select(point => (Number(point[0]), Number(point[1])))];

    private static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
