using System.Runtime.ExceptionServices;

namespace Rnnctl.Text.Corpora;

/// <summary>
/// Gives the checked lines of a <see cref="LineReader"/> to a library that reads a <see cref="TextReader"/>, each with a line feed.
/// A line of blanks becomes an empty line.
/// </summary>
/// <param name="lines">The lines.</param>
/// <param name="endsAtMistake">Whether a malformed line is the end of the text, so that a library that reads ahead gives what is before it;
/// <see cref="ThrowMistake"/> throws it afterwards.</param>
public sealed class LineTextReader(LineReader lines, bool endsAtMistake = false) : TextReader
{
    // The lines that were given and whose place may still be asked for.
    private readonly Queue<ByteRange> _given = [];
    private long _firstGiven = 1;
    private ExceptionDispatchInfo? _mistake;
    private char[] _line = new char[1 << 10];
    private int _start;
    private int _end;

    /// <inheritdoc/>
    public override int Peek() => HasCharacters() ? _line[_start] : -1;

    /// <inheritdoc/>
    public override int Read() => HasCharacters() ? _line[_start++] : -1;

    /// <inheritdoc/>
    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    /// <inheritdoc/>
    public override int Read(Span<char> buffer)
    {
        if (!HasCharacters())
        {
            return 0;
        }

        int count = Math.Min(buffer.Length, _end - _start);
        _line.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    /// <summary>Throws the mistake that ended the text, if there was one. Call it after the library has read to the end, or has failed.</summary>
    /// <exception cref="InputException">A line is malformed.</exception>
    public void ThrowMistake() => _mistake?.Throw();

    /// <summary>
    /// The bytes of lines that were given; empty where the library counts other lines, because one has a carriage return inside. The place of earlier lines is
    /// forgotten.
    /// </summary>
    /// <param name="first">The number of the first, from 1.</param>
    /// <param name="count">How many they are.</param>
    internal ByteRange LinesOf(long first, int count)
    {
        for (; _firstGiven < first && _given.Count > 0; _firstGiven++) _given.Dequeue();
        if (_firstGiven != first || _given.Count < count) return default;
        ByteRange line = _given.Peek();
        return count == 1 ? line : new ByteRange(line.Start, _given.ElementAt(count - 1).End);
    }

    private bool HasCharacters()
    {
        if (_start < _end)
        {
            return true;
        }

        if (!TryReadLine(out ReadOnlySpan<char> line))
        {
            return false;
        }

        line = Blanks.Trim(line).IsEmpty ? default : line;
        if (_line.Length <= line.Length)
        {
            _line = new char[2 * line.Length + 1];
        }

        line.CopyTo(_line);
        _line[line.Length] = '\n';
        (_start, _end) = (0, line.Length + 1);
        return true;
    }

    private bool TryReadLine(out ReadOnlySpan<char> line)
    {
        line = default;
        try
        {
            if (_mistake is not null || !lines.TryRead(out line)) return false;
            _given.Enqueue(lines.LastLine);
            return true;
        }
        catch (InputException mistake) when (endsAtMistake)
        {
            _mistake = ExceptionDispatchInfo.Capture(mistake);
            return false;
        }
    }
}
