namespace Rnnctl.Verbs.Sweep;

/// <summary>A command line as a POSIX shell reads it.</summary>
internal static class CommandText
{
    /// <summary>The words of a call of the tool with blanks between them; a word with other letters than plain ones is quoted.</summary>
    public static string Of(IReadOnlyList<string> words) => $"rnnctl {string.Join(' ', words.Select(Quoted))}";

    private static string Quoted(string word) => word.All(letter => char.IsAsciiLetterOrDigit(letter) || "=_.,:+-/@%".Contains(letter))
        ? word
        : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
