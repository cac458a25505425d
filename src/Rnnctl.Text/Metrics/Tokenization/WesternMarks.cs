using System.Text.RegularExpressions;

namespace Rnnctl.Text.Metrics.Tokenization;

/// <summary>
/// The rules of <c>mteval-v13a.pl</c> (NIST 2009) that put blanks around marks, as sacreBLEU applies them. ASCII symbols are separate words, except the
/// apostrophe; a full stop or comma is separate unless it stands between digits, a hyphen only after a digit. A rule sees only the text itself, so that a
/// full stop at its very end stays with a digit: mteval puts a blank before and after the text first.
/// </summary>
internal static partial class WesternMarks
{
    /// <summary>Separates all marks.</summary>
    public static string Divide(string text) => DividePoints(DivideSymbols(text));

    /// <summary>Separates symbols.</summary>
    public static string DivideSymbols(string text) => Symbol.Replace(text, " $1 ");

    /// <summary>Separates full stops, commas and hyphens.</summary>
    public static string DividePoints(string text)
    {
        text = PointBehindOther.Replace(text, "$1 $2 ");
        text = PointBeforeOther.Replace(text, " $1 $2");
        return HyphenBehindDigit.Replace(text, "$1 $2 ");
    }

    /// <summary>Decodes the four entities of XML that mteval decodes.</summary>
    public static string DecodeEntities(string text) => text
        .Replace("&quot;", "\"", StringComparison.Ordinal)
        .Replace("&amp;", "&", StringComparison.Ordinal)
        .Replace("&lt;", "<", StringComparison.Ordinal)
        .Replace("&gt;", ">", StringComparison.Ordinal);

    [GeneratedRegex(@"([\{-\~\[-\` -\&\(-\+\:-\@\/])")]
    private static partial Regex Symbol { get; }

    [GeneratedRegex(@"([^0-9])([\.,])")]
    private static partial Regex PointBehindOther { get; }

    [GeneratedRegex(@"([\.,])([^0-9])")]
    private static partial Regex PointBeforeOther { get; }

    [GeneratedRegex("([0-9])(-)")]
    private static partial Regex HyphenBehindDigit { get; }
}
