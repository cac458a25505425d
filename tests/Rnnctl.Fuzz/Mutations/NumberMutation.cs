using System.Text;
using System.Text.RegularExpressions;
using Rnnctl.Fuzz.Cases;

namespace Rnnctl.Fuzz.Mutations;

/// <summary>Replaces a number in a text with an edge value.</summary>
internal static partial class NumberMutation
{
    /// <summary>Makes one change, or none if the text has no number.</summary>
    public static byte[] Change(byte[] content, Random random)
    {
        string text = Encoding.Latin1.GetString(content);
        MatchCollection numbers = Number().Matches(text);
        if (numbers.Count == 0) return content;
        Match chosen = numbers[random.Next(numbers.Count)];
        byte[] edge = Encoding.UTF8.GetBytes(EdgeValues.Numbers[random.Next(EdgeValues.Numbers.Count)]);
        return [.. content[..chosen.Index], .. edge, .. content[(chosen.Index + chosen.Length)..]];
    }

    [GeneratedRegex(@"-?\d+(\.\d+)?([eE][+-]?\d+)?")]
    private static partial Regex Number();
}
