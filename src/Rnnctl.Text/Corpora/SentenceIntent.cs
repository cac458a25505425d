namespace Rnnctl.Text.Corpora;

/// <summary>The intent of a sentence as files hold it: any text on one line, such as <c>atis_flight#atis_airfare</c>, which is one intent.</summary>
internal static class SentenceIntent
{
    /// <summary>The first characters of the comment that names the intent of a sentence in columns, <c># intent = atis_flight</c>.</summary>
    public const string Comment = "# intent = ";

    private const string Key = "intent";

    /// <summary>Reads a comment before a sentence; false if it names no intent.</summary>
    /// <param name="line">The line.</param>
    /// <param name="intent">Receives the text after the equals sign, without the blanks at its ends; it may be empty.</param>
    public static bool TryRead(ReadOnlySpan<char> line, out ReadOnlySpan<char> intent)
    {
        intent = default;
        if (line is not ['#', ..]) return false;
        ReadOnlySpan<char> text = Blanks.Trim(line[1..]);
        if (!text.StartsWith(Key, StringComparison.Ordinal)) return false;
        text = Blanks.Trim(text[Key.Length..]);
        if (text is not ['=', ..]) return false;
        intent = Blanks.Trim(text[1..]);
        return true;
    }

    /// <summary>What a text that can't be an intent is or has; null if it can be one.</summary>
    /// <param name="text">The text, without blanks at its ends.</param>
    public static string? FlawOf(ReadOnlySpan<char> text) =>
        text.IsEmpty ? "nothing" : text.IndexOfAnyInRange('\0', '\x1f') >= 0 ? "a tab, a line end or another control character in it" : null;
}
