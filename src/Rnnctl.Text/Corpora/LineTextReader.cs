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
            return _mistake is null && lines.TryRead(out line);
        }
        catch (InputException mistake) when (endsAtMistake)
        {
            _mistake = ExceptionDispatchInfo.Capture(mistake);
            return false;
        }
    }
}
