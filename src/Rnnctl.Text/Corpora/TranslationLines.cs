using System.Globalization;
using System.Text.Json;

namespace Rnnctl.Text.Corpora;

/// <summary>
/// Reads a file of translations: one a line, or what <c>translate</c> writes with <c>--json</c>, <c>--nbest</c> (Marian's form too) or <c>--alignments</c>,
/// of which the best translation of each sentence is taken. The first line decides what the file is.
/// </summary>
public static class TranslationLines
{
    /// <summary>Reads a file. Ignores extra blank lines at its end.</summary>
    /// <param name="file">The path.</param>
    /// <param name="sentences">The number of sentences.</param>
    /// <param name="notice">Receives a message if the lines are more than translations.</param>
    /// <param name="references">The file whose lines are translated or compared with, for the message of another number; null if there is none to name.</param>
    /// <exception cref="InputException">The file can't be read, has another number of translations, or a line unlike the first.</exception>
    public static IReadOnlyList<string> Read(string file, int sentences, Action<string> notice, string? references = null)
    {
        List<string> lines = ReadLines(file);
        file = StandardInput.NameOf(file);
        string first = lines.Count > 0 ? lines[0] : "";
        (string kind, Func<string, string?>? read) =
            FirstOfJson(first) is not null ? ("JSON", FirstOfJson)
            : NumberedColumns(first) is ["0", ..] ? ("lists of the best translations", line => NumberedColumns(line)?[1])
            : Aligned(first) is not null ? ("translations with alignments", Aligned)
            : ("", (Func<string, string?>?)null);
        if (read is null) return RequireCount(file, lines, sentences, references);
        notice($"reading {file} as {kind}");
        return RequireCount(file, Best(file, lines, read), sentences, references);
    }

    private static List<string> ReadLines(string file)
    {
        using LineReader reader = LineReader.Open(file);
        List<string> lines = [];
        while (reader.TryRead(out ReadOnlySpan<char> line)) lines.Add(line.ToString());
        return lines;
    }

    private static List<string> RequireCount(string file, List<string> translations, int sentences, string? references)
    {
        while (translations.Count > sentences && IsBlank(translations[^1])) translations.RemoveAt(translations.Count - 1);
        return translations.Count == sentences
            ? translations
            : throw new InputException(
                $"{file}: expected {sentences} translation{(sentences == 1 ? "" : "s")}, a line each{AsIn(references)}, found {translations.Count}");
    }

    private static string AsIn(string? references) => references is null ? "" : $", as {references} has";

    private static bool IsBlank(string line) => Blanks.Trim(line).IsEmpty;

    /// <summary>The best translation of each sentence: the only one of a line, or the first of each number.</summary>
    private static List<string> Best(string file, List<string> lines, Func<string, string?> read)
    {
        List<string> best = [];
        bool isNumbered = NumberedColumns(lines[0]) is not null;
        int last = lines.FindLastIndex(line => !IsBlank(line) || read(line) is not null);
        for (int line = 0; line <= last; line++)
        {
            string? text = read(lines[line]);
            int number = isNumbered && text is not null ? int.Parse(NumberedColumns(lines[line])![0], CultureInfo.InvariantCulture) : best.Count;
            bool repeats = isNumbered && number == best.Count - 1;
            if (text is null || (number != best.Count && !repeats))
                throw InputException.At(file, line + 1, "expected a translation in the form of line 1, found another");
            if (!repeats) best.Add(text);
        }

        return best;
    }

    private static string? FirstOfJson(string line)
    {
        if (!line.StartsWith('{')) return null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            return document.RootElement.GetProperty("translations")[0].GetProperty("text").GetString();
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>Number, translation, log-probability, score and perhaps alignment; null if the line is not so.</summary>
    private static string[]? NumberedColumns(string line)
    {
        if (FieldsOfMarian(line) is { } fields) return fields;
        string[] columns = line.Split('\t');
        bool fits = columns.Length is 4 or 5
            && int.TryParse(columns[0], NumberStyles.None, CultureInfo.InvariantCulture, out _)
            && IsNumber(columns[2])
            && IsNumber(columns[3])
            && (columns.Length == 4 || IsAlignment(columns[4]));
        return fits ? columns : null;
    }

    /// <summary>The same in Marian's form, in another order: number, translation, perhaps alignment, features, score.</summary>
    private static string[]? FieldsOfMarian(string line)
    {
        string[] fields = line.Split(" ||| ");
        bool fits = fields.Length >= 4
            && int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out _)
            && fields[^2].StartsWith('F')
            && fields[^2].Contains('=')
            && IsNumber(fields[^1]);
        return fits ? fields : null;
    }

    private static string? Aligned(string line) => line.Split('\t') is [var text, var alignment] && IsAlignment(alignment) ? text : null;

    private static bool IsNumber(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static bool IsAlignment(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(IsPair);

    private static bool IsPair(string text) => text.Split('-') is [var source, var target] && IsIndex(source) && IsIndex(target);

    private static bool IsIndex(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
