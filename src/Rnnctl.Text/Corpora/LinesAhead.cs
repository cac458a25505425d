namespace Rnnctl.Text.Corpora;

/// <summary>The lines of a reader. Some can be looked at before they are read.</summary>
internal sealed class LinesAhead(LineReader lines)
{
    private readonly Queue<(string Text, long Number, ByteRange Bytes)> _ahead = [];

    /// <summary>The file's name.</summary>
    public string Name => lines.Name;

    /// <summary>The number of the last line that was read, from 1.</summary>
    public long LineNumber { get; private set; }

    /// <summary>The bytes of the last line that was read.</summary>
    public ByteRange LastLine { get; private set; }

    /// <summary>The number of lines that were looked at and are still to be read.</summary>
    public int Ahead => _ahead.Count;

    /// <summary>Whether the next line has already arrived, so that reading it cannot block.</summary>
    public bool HasBufferedLine => Ahead > 0 || lines.HasBufferedLine;

    /// <summary>Looks at the line after those that were looked at; null at the end.</summary>
    public string? Look()
    {
        if (!lines.TryRead(out ReadOnlySpan<char> line)) return null;
        string text = line.ToString();
        _ahead.Enqueue((text, lines.LineNumber, lines.LastLine));
        return text;
    }

    /// <summary>Reads the next line; false at the end. The span is valid until the next call.</summary>
    public bool TryRead(out ReadOnlySpan<char> line)
    {
        if (_ahead.TryDequeue(out (string Text, long Number, ByteRange Bytes) first))
        {
            line = first.Text;
            (LineNumber, LastLine) = (first.Number, first.Bytes);
            return true;
        }

        bool found = lines.TryRead(out line);
        (LineNumber, LastLine) = (lines.LineNumber, lines.LastLine);
        return found;
    }

    /// <summary>An error at the last line that was read.</summary>
    public InputException Error(string message, string? hint = null) => InputException.At(Name, LineNumber, message, hint);
}
