using Rnnctl.Text.Metrics.Tokenization;

namespace Rnnctl.Text.Metrics;

/// <summary>
/// The words of chrF++ (<c>chrF++.py</c> by Maja Popović): divided at white space, and one ASCII punctuation mark at the end of a word, or else at its
/// beginning, is a word of its own: <c>(hi)</c> is <c>(hi</c> and <c>)</c>.
/// </summary>
internal static class ChrfWords
{
    private const string Marks = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    /// <summary>Adds the words of a line to a list, numbered by a table.</summary>
    public static void Add(ReadOnlySpan<char> line, SymbolTable numbers, List<int> words)
    {
        int start = 0;
        for (int end = 0; end <= line.Length; end++)
        {
            if (end < line.Length && !PythonString.IsSpace(line[end])) continue;
            if (end > start) AddWord(line[start..end], numbers, words);
            start = end + 1;
        }
    }

    private static void AddWord(ReadOnlySpan<char> word, SymbolTable numbers, List<int> words)
    {
        int mark = word.Length == 1 ? 0 : Marks.Contains(word[^1]) ? word.Length - 1 : Marks.Contains(word[0]) ? 1 : 0;
        if (mark > 0) words.Add(numbers.Add(word[..mark]));
        words.Add(numbers.Add(word[mark..]));
    }
}
