using System.Text;

namespace Rnnctl.Fuzz.Mutations;

/// <summary>Flips, inserts, deletes or duplicates bytes, truncates a file, or joins two files.</summary>
internal static class ByteMutation
{
    private const int LongestPiece = 16;

    // Characters that parsers treat specially, in UTF-8, and invalid UTF-8.
    private static readonly byte[][] Awkward =
    [
        .. new[] { "\0", "\r", "\n", "\n\n", "\t", " ", "/", "|", "\"", ",", "#", "[", "{", "\u001b", "\u00a0", "\u0301", "\u2028", "\u3000", "\ufeff", "😀" }
            .Select(Encoding.UTF8.GetBytes),
        [0xff],
        [0xed, 0xa0, 0x80], // A lone surrogate.
        [0xc0, 0xaf], // An overlong slash.
    ];

    /// <summary>Makes one change.</summary>
    public static byte[] Change(byte[] content, byte[] other, Random random)
    {
        int at = random.Next(content.Length + 1);
        int end = Math.Min(content.Length, at + 1 + random.Next(LongestPiece));
        return random.Next(7) switch
        {
            0 when at < content.Length => [.. content[..at], (byte)(content[at] ^ (1 << random.Next(8))), .. content[(at + 1)..]],
            1 when at < content.Length => [.. content[..at], (byte)random.Next(256), .. content[(at + 1)..]],
            2 => [.. content[..at], .. content[end..]],
            3 => [.. content[..end], .. content[at..end], .. content[end..]],
            4 => content[..at],
            5 => [.. content[..at], .. other[random.Next(other.Length + 1)..]],
            _ => [.. content[..at], .. Awkward[random.Next(Awkward.Length)], .. content[at..]],
        };
    }
}
