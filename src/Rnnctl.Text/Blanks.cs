namespace Rnnctl.Text;

/// <summary>
/// What counts as a blank between tokens: ASCII white space (space, tab, vertical tab, form feed, carriage return, line feed). A no-break
/// space or any other Unicode space is part of a token, as it is in the Universal Dependencies treebanks.
/// </summary>
internal static class Blanks
{
    /// <summary>Whether a character separates tokens.</summary>
    public static bool IsBlank(char character) => character is ' ' or (>= '\t' and <= '\r');

    /// <summary>The text without the blanks at its two ends.</summary>
    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text)
    {
        int start = 0;
        while (start < text.Length && IsBlank(text[start]))
        {
            start++;
        }

        return TrimEnd(text[start..]);
    }

    /// <summary>The text without the blanks at its end.</summary>
    public static ReadOnlySpan<char> TrimEnd(ReadOnlySpan<char> text)
    {
        int end = text.Length;
        while (end > 0 && IsBlank(text[end - 1]))
        {
            end--;
        }

        return text[..end];
    }

    /// <summary>The words between runs of blanks, for <c>foreach</c>; allocates nothing.</summary>
    public static Words WordsOf(ReadOnlySpan<char> text) => new(text);

    /// <summary>The number of words between runs of blanks.</summary>
    public static int CountWords(ReadOnlySpan<char> text)
    {
        int count = 0;
        foreach (ReadOnlySpan<char> _ in WordsOf(text))
        {
            count++;
        }

        return count;
    }

    /// <summary>Enumerates the words of a text.</summary>
    public ref struct Words(ReadOnlySpan<char> text)
    {
        private readonly ReadOnlySpan<char> _text = text;
        private int _start;
        private int _end;

        /// <summary>The current word.</summary>
        public readonly ReadOnlySpan<char> Current => _text[_start.._end];

        /// <summary>The start of the current word in the text.</summary>
        public readonly int Start => _start;

        /// <summary>Returns this enumerator.</summary>
        public readonly Words GetEnumerator() => this;

        /// <summary>Moves to the next word; false at the end.</summary>
        public bool MoveNext()
        {
            int start = _end;
            while (start < _text.Length && IsBlank(_text[start]))
            {
                start++;
            }

            int end = start;
            while (end < _text.Length && !IsBlank(_text[end]))
            {
                end++;
            }

            (_start, _end) = (start, end);
            return end > start;
        }
    }
}
