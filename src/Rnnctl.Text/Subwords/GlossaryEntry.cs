using System.Text.RegularExpressions;

namespace Rnnctl.Text.Subwords;

/// <summary>A regular expression of what is never segmented. It is matched in time that grows with the length of the text alone.</summary>
public sealed class GlossaryEntry
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    private readonly Regex _inside, _whole;

    /// <summary>An entry.</summary>
    /// <exception cref="ArgumentException">It is no regular expression.</exception>
    /// <exception cref="NotSupportedException">It looks around or refers back, which takes unbounded time.</exception>
    public GlossaryEntry(string pattern) => (_inside, _whole) = (new Regex(pattern, Options), new Regex($"^(?:{pattern})$", Options));

    /// <summary>Whether a text as a whole is an entry.</summary>
    public bool IsWhole(string text) => _whole.IsMatch(text);

    /// <summary>Divides a text around what matches; a text that is an entry itself stays whole.</summary>
    public IEnumerable<string> Divide(string text)
    {
        if (IsWhole(text))
        {
            yield return text;
            yield break;
        }

        int end = 0;
        foreach (Match match in _inside.Matches(text).Where(match => match.Length > 0))
        {
            if (match.Index > end) yield return text[end..match.Index];
            yield return match.Value;
            end = match.Index + match.Length;
        }

        if (end < text.Length) yield return text[end..];
    }
}
