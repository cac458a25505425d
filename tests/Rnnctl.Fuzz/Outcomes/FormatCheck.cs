using System.Text.Json;
using System.Xml;
using Rnnctl.Fuzz.Cases;

namespace Rnnctl.Fuzz.Outcomes;

/// <summary>Checks that JSON, pictures and pages of the tool can be parsed.</summary>
internal static class FormatCheck
{
    /// <summary>Describes the mistake in standard output that should be JSON or a picture; null if there is none.</summary>
    public static string? MistakeInOutput(FuzzCase made, string output)
    {
        string[] beginnings = ["<svg", "<?xml", "<!DOCTYPE"];
        if (beginnings.Any(beginning => output.StartsWith(beginning, StringComparison.Ordinal)))
            return MistakeInXml(new StringReader(output)) is { } mistake ? $"the picture or page on standard output is no XML: {mistake}" : null;
        return IsJson(made.Words) && output.Length > 0 && !made.Words.Contains("--help") && MistakeInJson(output) is { } broken
            ? $"standard output is no JSON: {broken}"
            : null;
    }

    /// <summary>Describes the mistakes in the pictures and pages of a folder.</summary>
    public static IEnumerable<string> MistakesInPictures(string folder)
    {
        string[] kinds = ["*.svg", "*.html"];
        foreach (string path in kinds.SelectMany(kind => Directory.EnumerateFiles(folder, kind, SearchOption.AllDirectories)))
        {
            using var reader = new StreamReader(path);
            if (MistakeInXml(reader) is { } mistake) yield return $"{Path.GetFileName(path)} is no XML: {mistake}";
        }
    }

    private static bool IsJson(IReadOnlyList<string> words) =>
        words.Contains("--json") || words.Contains("--output-format=json") || words.Zip(words.Skip(1)).Contains(("--output-format", "json"));

    // Either one document, or one per line.
    private static string? MistakeInJson(string output)
    {
        if (MistakeInDocument(output) is null) return null;
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(MistakeInDocument).FirstOrDefault(mistake => mistake is not null);
    }

    private static string? MistakeInDocument(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return null;
        }
        catch (JsonException failure)
        {
            return failure.Message;
        }
    }

    private static string? MistakeInXml(TextReader text)
    {
        try
        {
            using var reader = XmlReader.Create(text, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
            while (reader.Read())
            {
                // The reader throws if the document is not well-formed.
            }

            return null;
        }
        catch (XmlException failure)
        {
            return failure.Message;
        }
    }
}
