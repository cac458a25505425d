using System.Text.RegularExpressions;

namespace Rnnctl.Text.Metrics;

/// <summary>Splits a line into tokens for BLEU and numbers them.</summary>
internal sealed partial class BleuTokens(BleuTokenization tokenization, bool lowercase)
{
    /// <summary>Replaces the contents of a list with the tokens of a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="numbers">The table that numbers tokens.</param>
    /// <param name="tokens">The tokens' numbers.</param>
    public void Write(string line, SymbolTable numbers, List<int> tokens)
    {
        string text = lowercase ? PythonString.Lower(line) : line;
        tokens.Clear();
        WriteWords(tokenization == BleuTokenization.Mteval13a ? Divide(text) : text, numbers, tokens);
    }

    /// <summary>
    /// The tokenisation of <c>mteval-v13a.pl</c> as in sacreBLEU, for a line without line ends. XML entities are decoded. ASCII symbols are separate tokens,
    /// except the apostrophe; a full stop or comma is separate unless it stands between digits, a hyphen only after a digit.
    /// </summary>
    private static string Divide(string line)
    {
        string text = line.Replace("<skipped>", "", StringComparison.Ordinal)
            .Replace("&quot;", "\"", StringComparison.Ordinal)
            .Replace("&amp;", "&", StringComparison.Ordinal)
            .Replace("&lt;", "<", StringComparison.Ordinal)
            .Replace("&gt;", ">", StringComparison.Ordinal);
        text = Symbols.Replace($" {text} ", " $1 ");
        text = PointBehindOther.Replace(text, "$1 $2 ");
        text = PointBeforeOther.Replace(text, " $1 $2");
        return HyphenBehindDigit.Replace(text, "$1 $2 ");
    }

    private static void WriteWords(string text, SymbolTable numbers, List<int> tokens)
    {
        int start = 0;
        for (int end = 0; end <= text.Length; end++)
        {
            if (end < text.Length && !PythonString.IsSpace(text[end])) continue;
            if (end > start) tokens.Add(numbers.Add(text.AsSpan(start, end - start)));
            start = end + 1;
        }
    }

    [GeneratedRegex(@"([\{-\~\[-\` -\&\(-\+\:-\@\/])")]
    private static partial Regex Symbols { get; }

    [GeneratedRegex(@"([^0-9])([\.,])")]
    private static partial Regex PointBehindOther { get; }

    [GeneratedRegex(@"([\.,])([^0-9])")]
    private static partial Regex PointBeforeOther { get; }

    [GeneratedRegex("([0-9])(-)")]
    private static partial Regex HyphenBehindDigit { get; }
}
