using System.Globalization;
using System.Text;

namespace Rnnctl.Terminal;

/// <summary>
/// What a person may be shown of text that came from somewhere else: names of files, words, labels. A terminal would obey the escapes in it, and a line
/// break would make two messages of one.
/// </summary>
internal static class PrintableText
{
    // A message quotes a line of input at most, and of a long line its beginning and its end.
    private const int LongestMessage = 2000;
    private const int KeptAtEnd = 500;

    /// <summary>The text with what is not printable as <c>\n</c>, <c>\x1B</c>, <c>\u202E</c>: controls, line breaks, marks that turn the direction of writing,
    /// and halves of a character.</summary>
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~')) return text;
        var printable = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i)) printable.Append(text, i++, 2);
            else Append(printable, text[i]);
        }

        return printable.ToString();
    }

    /// <summary>Likewise, in one line of bounded length.</summary>
    public static string Message(string text)
    {
        if (text.Length > LongestMessage) text = $"{text.AsSpan(0, LongestMessage - KeptAtEnd)} ... {text.AsSpan(text.Length - KeptAtEnd)}";
        return Of(text);
    }

    private static void Append(StringBuilder printable, char character)
    {
        switch (character)
        {
            case '\n': printable.Append("\\n"); break;
            case '\r': printable.Append("\\r"); break;
            case '\t': printable.Append("\\t"); break;
            case <= '\xFF' when char.IsControl(character): printable.Append(CultureInfo.InvariantCulture, $"\\x{(int)character:X2}"); break;
            case var _ when IsHidden(character): printable.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}"); break;
            default: printable.Append(character); break;
        }
    }

    // U+202A to 202E and 2066 to 2069 turn the direction of writing.
    private static bool IsHidden(char character) =>
        char.IsSurrogate(character) || character is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}

/// <summary>Writes lines for a person: each is one line, whatever stands in it (see <see cref="PrintableText"/>).</summary>
/// <param name="output">Where they go.</param>
internal sealed class PrintableWriter(TextWriter output) : TextWriter
{
    /// <inheritdoc/>
    public override Encoding Encoding => output.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => output.Write(value);

    /// <inheritdoc/>
    public override void WriteLine(string? value) => output.WriteLine(PrintableText.Of(value ?? ""));

    /// <inheritdoc/>
    public override void Flush() => output.Flush();
}
