using System.Globalization;

namespace Rnnctl.Text.Vocabularies;

/// <summary>
/// Reads vocabularies of sequences as other tools write them, too: counts or scores after a tab (OpenNMT, sentencepiece) or a blank (fairseq), and special
/// symbols in another order or with a padding symbol (JoeyNMT, OpenNMT). Their symbols are read in order, and the special ones come first.
/// Dictionaries in JSON or YAML and WordPiece vocabularies are refused by name.
/// </summary>
internal static class VocabularyLayout
{
    private static readonly HashSet<string> Padding = ["<pad>", "<blank>", "[PAD]"];
    private static readonly HashSet<string> Special = [Vocabulary.Unknown, Vocabulary.Begin, Vocabulary.End, .. Padding];

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="normalizer">The normaliser of the vocabulary; the file does not contain it.</param>
    /// <exception cref="InputException">The file can't be read, or it is no vocabulary.</exception>
    public static Vocabulary Read(string path, TokenNormalizer normalizer)
    {
        byte[] bytes = ReadOnce(path);
        List<string> lines = [];
        using var reader = new LineReader(new MemoryStream(bytes), path);
        while (reader.TryRead(out ReadOnlySpan<char> line)) lines.Add(line.ToString());
        RefuseByName(path, lines);
        char? separator = SeparatorOf(lines);
        string[] symbols = [.. separator is { } found ? lines.Select(line => HasNumber(line, found) ? line[..line.LastIndexOf(found)] : line) : lines];
        bool isForeign = separator is not null || symbols.Take(Special.Count).Any(Padding.Contains);
        if (isForeign) return Vocabulary.OfForeign(path, symbols, Special, normalizer);
        using var again = new LineReader(new MemoryStream(bytes), path);
        return Vocabulary.ReadForSequences(again, normalizer);
    }

    /// <summary>The bytes of a file, which may be a pipe.</summary>
    private static byte[] ReadOnce(string path)
    {
        using Stream stream = LineReader.OpenText(path);
        var content = new MemoryStream();
        try
        {
            stream.CopyTo(content);
            return content.ToArray();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read: {failure.Message}", failure);
        }
    }

    /// <summary>The character between each symbol and its number; null where the lines have none. The special symbols may stand without a number.</summary>
    private static char? SeparatorOf(List<string> lines)
    {
        foreach (char separator in "\t ")
        {
            List<string> words = lines.FindAll(line => !Special.Contains(line));
            if (words.Count > 0 && words.TrueForAll(line => HasNumber(line, separator))) return separator;
        }

        return null;
    }

    private static bool HasNumber(string line, char separator)
    {
        int at = line.LastIndexOf(separator);
        return at > 0 && double.TryParse(line.AsSpan(at + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out _);
    }

    private static void RefuseByName(string path, List<string> lines)
    {
        string? kind = lines switch
        {
            [['{', ..], ..] => "a dictionary in JSON (nematus, tokenizers)",
            ["[PAD]", ..] or ["[UNK]", ..] => "a WordPiece vocabulary (BERT)",
            [var first, ..] when IsYaml(first) && lines.TrueForAll(IsYaml) => "a dictionary in YAML (Marian)",
            _ => null,
        };
        if (kind is null) return;
        throw new InputException(
            $"{path}: expected a symbol on every line, found {kind}",
            $"write one symbol a line, first {Vocabulary.Unknown}, {Vocabulary.Begin} and {Vocabulary.End}, or make one: rnnctl vocab FILE... --output DIR");
    }

    /// <summary><c>"the": 5</c>, <c>&lt;/s&gt;: 0</c>.</summary>
    private static bool IsYaml(string line)
    {
        int colon = line.LastIndexOf(": ", StringComparison.Ordinal);
        return colon > 0 && int.TryParse(line.AsSpan(colon + 2), NumberStyles.None, CultureInfo.InvariantCulture, out _);
    }
}
