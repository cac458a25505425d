namespace Rnnctl.Text.Corpora;

/// <summary>Splits a line into columns and keeps their positions. Allocates nothing per line.</summary>
internal sealed class ColumnSplitter
{
    private (int Start, int Length)[] _columns = new (int, int)[16];

    /// <summary>The number of columns of the last line.</summary>
    public int Count { get; private set; }

    /// <summary>A column of the last line.</summary>
    public ReadOnlySpan<char> Column(ReadOnlySpan<char> line, int column) => line.Slice(_columns[column].Start, _columns[column].Length);

    /// <summary>Where a column stands in the last line.</summary>
    public (int Start, int Length) Place(int column) => _columns[column];

    /// <summary>Splits at tabs if the line has any, otherwise at runs of blanks. Ignores blanks at the end of the line.</summary>
    public void Split(ReadOnlySpan<char> line)
    {
        ReadOnlySpan<char> trimmed = Blanks.TrimEnd(line);
        if (trimmed.Contains('\t'))
        {
            SplitAtTabs(trimmed);
        }
        else
        {
            SplitAtBlanks(trimmed);
        }
    }

    /// <summary>Splits at every tab and trims each column. Ignores blanks at the end of the line.</summary>
    public void SplitAtTabs(ReadOnlySpan<char> line)
    {
        Count = 0;
        ReadOnlySpan<char> rest = Blanks.TrimEnd(line);
        int start = 0;
        for (int tab = rest.IndexOf('\t'); tab >= 0; tab = rest[start..].IndexOf('\t'))
        {
            AddTrimmed(rest, start, tab);
            start += tab + 1;
        }

        AddTrimmed(rest, start, rest.Length - start);
    }

    private void SplitAtBlanks(ReadOnlySpan<char> line)
    {
        Count = 0;
        Blanks.Words words = Blanks.WordsOf(line);
        while (words.MoveNext())
        {
            Add(words.Start, words.Current.Length);
        }
    }

    private void AddTrimmed(ReadOnlySpan<char> line, int start, int length)
    {
        ReadOnlySpan<char> column = line.Slice(start, length);
        int leading = 0;
        while (leading < column.Length && Blanks.IsBlank(column[leading]))
        {
            leading++;
        }

        Add(start + leading, Blanks.TrimEnd(column[leading..]).Length);
    }

    private void Add(int start, int length)
    {
        if (Count == _columns.Length)
        {
            Array.Resize(ref _columns, 2 * Count);
        }

        _columns[Count++] = (start, length);
    }
}
