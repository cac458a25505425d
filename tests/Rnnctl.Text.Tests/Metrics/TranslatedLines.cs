namespace Rnnctl.Text.Tests.Metrics;

/// <summary>Random lines with references from a fixed seed. sacreBLEU scored the same lines.</summary>
internal static class TranslatedLines
{
    private static readonly string[] Words =
        ["the", "cat", "dog,", "house.", "sat", "on", "a", "mat", "3.5", "1,000", "well-known", "10-year-old", "it's", "\"no\"", "(yes)", "U.S.", "$5", "50%"];

    private static readonly string[] Marks =
    [
        "a", "B", "1", "23", ".", ",", "-", "&amp;", "&quot;", "&lt;", "&gt;", "&apos;", "&", "'", "\"", "(", ")", "$", "%", "/", "#", "_", "~", "^", "`",
        "{", "|", "[", "\\", "]", "<skipped>", "\u00E9", "\u00DF", "\U0001F600", "\u2026", "\u0663", " ", " ", " ", " ", " ", " ", " ", " ",
    ];

    private static readonly string[] Spaces =
    [
        "a", "b", "c", "\u00A0", "\u1680", "\u180E", "\u2003", "\u200B", "\u2028", "\u202F",
        "\u205F", "\u3000", "\u001C", "\u001F", "\u0085", "\uFEFF", "\t", "\v", " ",
    ];

    private static readonly string[] Scripts =
        ["\U0001F600", "\U0001F601", "\U0001D538", "\U0001D539", "\u00E9", "e\u0301", "\u4E2D", "\u6587", "\u0915\u094D\u0937", "x", " ", " ", " ", " ", " "];

    private static readonly string[] Cases =
    [
        "Der", "der", "DER", "Stra\u00DFe", "STRASSE", "\u039F\u0394\u039F\u03A3", "\u03BF\u03B4\u03BF\u03C2", "\u03BF\u03B4\u03BF\u03C3", "\u03A3", "\u03C3",
        "\u03A3\u03A3.\u03A3", "\u0130I", "i\u0307i", "\u01C5", "\u01C6", "\u2160\u03A3\u2019", "\u2170\u03C2\u2019", "\uD801\uDC00", "\uD801\uDC28",
    ];

    /// <summary>500 lines of one kind.</summary>
    public static List<(string Hypothesis, string Reference)> Of(string kind) => kind switch
    {
        "words" => Random(Words, " ", 21, new Random(1)),
        "short" => Random(Words, " ", 3, new Random(2)),
        "marks" => Random(Marks, "", 25, new Random(3)),
        "spaces" => Random(Spaces, "", 25, new Random(4)),
        "scripts" => Random(Scripts, "", 25, new Random(5)),
        "cases" => Random(Cases, " ", 15, new Random(6)),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The same with one or two references: the second is the translation of the line before.</summary>
    public static IEnumerable<(string Hypothesis, string[] References)> Of(string kind, int references)
    {
        List<(string Hypothesis, string Reference)> lines = Of(kind);
        return lines.Select((line, place) => (line.Hypothesis, ((string[])[line.Reference, lines[Math.Max(0, place - 1)].Hypothesis])[..references]));
    }

    private static List<(string Hypothesis, string Reference)> Random(string[] pieces, string between, int longest, Random random)
    {
        List<(string Hypothesis, string Reference)> lines = [];
        for (int line = 0; line < 500; line++)
        {
            List<string> reference = [];
            List<string> hypothesis = [];
            for (int length = random.Next(longest + 1); length > 0; length--)
            {
                reference.Add(pieces[random.Next(pieces.Length)]);
                int copies = random.Next(8) switch { 0 => 0, 1 => 2, _ => 1 };
                for (; copies > 0; copies--) hypothesis.Add(random.Next(5) == 0 ? pieces[random.Next(pieces.Length)] : reference[^1]);
            }

            lines.Add((string.Join(between, hypothesis), string.Join(between, reference)));
        }

        return lines;
    }
}
