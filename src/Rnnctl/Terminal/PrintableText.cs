using System.Globalization;
using System.Text;

namespace Rnnctl.Terminal;

/// <summary>
/// Makes text from outside (file names, words, labels) safe to print. A terminal would obey escape sequences in it, and a line break would split one
/// message into two.
/// </summary>
internal static class PrintableText
{
    // A message may quote a line of input. A longer message keeps only its beginning and its end.
    private const int LongestMessage = 2000;
    private const int KeptAtEnd = 500;

    /// <summary>
    /// Escapes control characters, line breaks, marks that change the writing direction, and lone surrogates, as <c>\n</c>, <c>\x1B</c>, <c>\u202E</c>.
    /// </summary>
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

    /// <summary>The same, shortened to the length of a message.</summary>
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

    // U+202A to 202E and 2066 to 2069 change the writing direction.
    private static bool IsHidden(char character) =>
        char.IsSurrogate(character) || character is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}

/// <summary>Writes each line through <see cref="PrintableText"/>, so that it stays one line.</summary>
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
