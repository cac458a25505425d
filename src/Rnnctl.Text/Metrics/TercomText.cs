using System.Text.RegularExpressions;
using Rnnctl.Text.Metrics.Tokenization;

namespace Rnnctl.Text.Metrics;

/// <summary>
/// The words that TER compares, as Tercom's normaliser makes them in sacreBLEU: in lower case and divided at white space. What else it can do is off unless
/// asked for.
/// </summary>
/// <param name="options">What it does.</param>
internal sealed partial class TercomText(TerOptions options)
{
    /// <summary>A line with blanks between its words.</summary>
    public string Divide(string line)
    {
        string text = PythonString.TrimEnd(line);
        if (text.Length == 0) return text;
        if (!options.CaseSensitive) text = PythonString.Lower(text);
        if (options.Normalized) text = Normalize(text);
        return options.NoPunctuation ? WithoutPunctuation(text) : text;
    }

    private string Normalize(string line)
    {
        string text = WesternMarks.DivideSymbols($" {WesternMarks.DecodeEntities(line)} ");
        text = WesternMarks.DividePoints(text.Replace("'s ", " 's ", StringComparison.Ordinal));
        return options.AsianSupport ? AsianCharacter.Replace(text, " $0 ") : text;
    }

    private string WithoutPunctuation(string text)
    {
        text = Punctuation.Replace(text, "");
        return options.AsianSupport ? AsianPunctuation.Replace(text, "") : text;
    }

    /// <summary>
    /// Ideographs, radicals, strokes and punctuation, each a word. sacreBLEU writes the range of enclosed letters as U+3200 to U+3F22, which joins
    /// them to the ideographs. Kana stay together: its rules for them begin at the start of the text, where normalised text has a blank, and never match.
    /// </summary>
    [GeneratedRegex(
        @"[\u2E80-\u2EFF\u31C0-\u31EF\u3200-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF\uFE30-\uFE4F"
        + @"\u3001\u3002\u3008-\u3011\u3014-\u301F\uFF61-\uFF65\u30FB\uFF0E\uFF0C\uFF1F\uFF1A\uFF1B\uFF01\uFF02\uFF08\uFF09]")]
    private static partial Regex AsianCharacter { get; }

    [GeneratedRegex(@"[\u3001\u3002\u3008-\u3011\u3014-\u301F\uFF61-\uFF65\u30FB\uFF0E\uFF0C\uFF1F\uFF1A\uFF1B\uFF01\uFF02\uFF08\uFF09]")]
    private static partial Regex AsianPunctuation { get; }

    [GeneratedRegex(@"[\.,\?:;!""\(\)]")]
    private static partial Regex Punctuation { get; }
}
