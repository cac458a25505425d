using CsCheck;

namespace Rnnctl.Testing;

/// <summary>Random texts of characters that file formats treat specially.</summary>
public static class AwkwardText
{
    private static readonly string[] Pieces =
    [
        "a", "B", "7", "0", "-", "_", ".", ",", ";", ":", "/", "//", "\\", "|", "\"", "\"\"", "'", "#", "@@", "</w>", "{", "}", "[", "]", "<", ">", "&", "=",
        "@", "\u0001", "\u001b", "\u007f", "\u0085", "\u00a0", "\u0301", "e\u0301", "\u200b", "\u200d", "\u2028", "\u2029", "\ufeff", "\ufffd",
        "／", "我", "ß", "İ", "😀", "\U0010ffff", "👩\u200d💻",
    ];

    // Characters that separate words.
    private static readonly string[] Blanks = [" ", "  ", "\t", "\r", "\v", "\f"];

    /// <summary>A word of at least one character, without blanks and line ends.</summary>
    public static Gen<string> Word { get; } = Of(Pieces).Array[1, 4].Select(string.Concat);

    /// <summary>The text of a line: words and blanks; it may be empty. It does not end with a carriage return, which would belong to the line end.</summary>
    public static Gen<string> Line { get; } = Of([.. Pieces, .. Blanks]).Array[0, 8].Select(pieces => string.Concat(pieces).TrimEnd('\r'));

    /// <summary>Any text, including line ends and NUL.</summary>
    public static Gen<string> Any { get; } = Of([.. Pieces, .. Blanks, "\n", "\r\n", "\0"]).Array[0, 8].Select(string.Concat);

    private static Gen<string> Of(string[] pieces) => Gen.OneOf(pieces);
}
