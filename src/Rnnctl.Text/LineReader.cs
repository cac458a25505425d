using System.Buffers;
using System.IO.Compression;
using System.Text.Unicode;

namespace Rnnctl.Text;

/// <summary>
/// Reads a UTF-8 text line by line, with or without a byte-order mark, with LF or CRLF, with or without a last line end. A mark at the start of a later line
/// comes from joined files and is no part of the text either. Allocates nothing per line. Bytes that are not UTF-8, a NUL byte and a failed read are
/// <see cref="InputException"/>s that name the file and the line; after a line whose content is wrong the next one can be read. A line is returned as soon as
/// it has arrived, so that a filter can answer standard input line by line.
/// </summary>
public sealed class LineReader : IDisposable
{
    /// <summary>The default limit of a line's bytes: some corpora are one line of a hundred million characters.</summary>
    public const int LongestLine = 1 << 27;

    private readonly Stream _stream;
    private readonly int _longestLine;
    private byte[] _bytes = new byte[1 << 16];
    private char[] _characters = new char[1 << 10];
    private int _start;
    private int _end;
    private long _read, _lineStart;
    private bool _ended;

    /// <summary>Reads a stream; the reader closes it.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="name">The name of the stream in messages.</param>
    /// <param name="longestLine">The most bytes of a line.</param>
    public LineReader(Stream stream, string name, int longestLine = LongestLine)
    {
        (_stream, _longestLine) = (stream, longestLine);
        Name = name;
    }

    /// <summary>The file's path, or the name of the stream in messages.</summary>
    public string Name { get; internal set; }

    /// <summary>The number of the last line that was read, from 1; 0 before the first.</summary>
    public long LineNumber { get; private set; }

    /// <summary>Whether only a mark at the start of the file is dropped: the file lists symbols, and one may begin with a mark.</summary>
    public bool KeepsMarks { get; set; }

    /// <summary>The byte of the stream at which the next line begins.</summary>
    internal long Position => _read - (_end - _start);

    /// <summary>The bytes of the last line that was read, its line end among them.</summary>
    internal ByteRange LastLine => new(_lineStart, Position);

    /// <summary>Whether the stream can be read again from any byte: it is no pipe, and not compressed.</summary>
    internal bool CanSeek => _stream.CanSeek;

    /// <summary>The length of the stream in bytes, now; the stream can be sought.</summary>
    internal long Length => _stream.Length;

    /// <summary>Whether the next line has already arrived, so that reading it cannot block.</summary>
    public bool HasBufferedLine => _bytes.AsSpan(_start, _end - _start).Contains((byte)'\n');

    /// <summary>Opens a file, plain or compressed by gzip, or standard input, which the path <c>-</c> names.</summary>
    /// <exception cref="InputException">The path is missing, is a directory or can't be opened.</exception>
    public static LineReader Open(string path) => new(OpenText(path), StandardInput.NameOf(path));

    /// <summary>Reads the next line without its line end; false at the end. The span is valid until the next call.</summary>
    /// <exception cref="InputException">The line is not UTF-8 text.</exception>
    public bool TryRead(out ReadOnlySpan<char> line)
    {
        int scanned = 0;
        while (true)
        {
            int newline = _bytes.AsSpan(_start + scanned, _end - _start - scanned).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                line = Take(scanned + newline, 1);
                return true;
            }

            scanned = _end - _start;
            if (!Fill())
            {
                RequireLineFeeds();
                line = scanned > 0 ? Take(scanned, 0) : default;
                return scanned > 0;
            }
        }
    }

    /// <summary>The first bytes, as many as the buffer holds, without reading past them. Call it only before the first read.</summary>
    internal ReadOnlySpan<byte> PeekBytes()
    {
        while (_end < _bytes.Length && Fill())
        {
        }

        return _bytes.AsSpan(_start, _end - _start);
    }

    /// <summary>Reads bytes that are no text; false if the stream ends before them.</summary>
    internal bool TryReadBytes(Span<byte> bytes)
    {
        while (true)
        {
            int count = Math.Min(bytes.Length, _end - _start);
            _bytes.AsSpan(_start, count).CopyTo(bytes);
            _start += count;
            bytes = bytes[count..];
            if (bytes.IsEmpty) return true;
            if (!Fill()) return false;
        }
    }

    /// <summary>Returns the first lines that fit into the buffer, at most <paramref name="count"/>, without reading past them: format detectors
    /// look at them. Call it only before the first read.</summary>
    public IReadOnlyList<string> Peek(int count)
    {
        _ = PeekBytes(); // Fills the whole buffer, so that no read below moves it.
        (int start, long number) = (_start, LineNumber);
        List<string> lines = [];
        try
        {
            while (lines.Count < count && (_ended || HasBufferedLine) && TryRead(out ReadOnlySpan<char> line))
            {
                lines.Add(line.ToString());
            }
        }
        catch (InputException) when (lines.Count > 0)
        {
            // Whoever reads the lines comes to the one that is wrong.
        }

        (_start, LineNumber) = (start, number);
        return lines;
    }

    /// <summary>Moves to the beginning of a line. The stream can be sought.</summary>
    /// <param name="position">The byte at which the line begins.</param>
    /// <param name="line">The number of the line, from 1.</param>
    internal void Seek(long position, long line)
    {
        _stream.Seek(position, SeekOrigin.Begin);
        (_start, _end, _read, _ended, LineNumber) = (0, 0, position, false, line - 1);
    }

    /// <summary>An error at the last line that was read.</summary>
    public InputException Error(string message, string? hint = null) => InputException.At(Name, LineNumber, message, hint);

    /// <summary>Closes the stream.</summary>
    public void Dispose() => _stream.Dispose();

    /// <summary>
    /// Opens the text in a file, which gzip may have compressed, or standard input. A text that is compressed, or comes from a pipe, can't be sought.
    /// </summary>
    /// <exception cref="InputException">The path is missing, is a directory or can't be opened.</exception>
    internal static Stream OpenText(string path)
    {
        if (path == StandardInput.Path) return StandardInput.Open();
        FileStream file = OpenFile(path);
        Span<byte> first = stackalloc byte[2];
        try
        {
            bool isCompressed = file.CanSeek && RandomAccess.Read(file.SafeFileHandle, first, fileOffset: 0) == 2 && FileSignature.IsGzip(first);
            return isCompressed ? new GZipStream(file, CompressionMode.Decompress) : file;
        }
        catch (IOException error)
        {
            file.Dispose();
            throw new InputException($"{path}: cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Opens a file.</summary>
    /// <exception cref="InputException">The path is missing, is a directory or can't be opened.</exception>
    private static FileStream OpenFile(string path)
    {
        if (Directory.Exists(path))
        {
            throw new InputException($"{path}: is a directory, expected a file");
        }

        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{path}: no such file", error);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new InputException($"{path}: permission denied", error);
        }
        catch (Exception error) when (error is IOException or ArgumentException or NotSupportedException)
        {
            throw new InputException($"{path}: cannot be opened: {error.Message}", error);
        }
    }

    private ReadOnlySpan<char> Take(int length, int lineEnd)
    {
        ReadOnlySpan<byte> bytes = _bytes.AsSpan(_start, length);
        _lineStart = Position;
        _start += length + lineEnd;
        LineNumber++;
        if (LineNumber == 1)
        {
            RequireText(bytes);
        }

        if (LineNumber == 1 || !KeepsMarks)
        {
            bytes = bytes is [0xEF, 0xBB, 0xBF, ..] ? bytes[3..] : bytes;
        }

        return Decode(bytes is [.., (byte)'\r'] ? bytes[..^1] : bytes);
    }

    /// <summary>Refuses a first line that no UTF-8 text begins with.</summary>
    private void RequireText(ReadOnlySpan<byte> bytes)
    {
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            throw Error("expected UTF-8 text, found UTF-16", $"convert it first: iconv -f UTF-16 -t UTF-8 {Name}");
        }

        if (FileSignature.Find(bytes) is { } found)
        {
            throw new InputException($"{Name}: expected text, found {found.Name}", found.Hint);
        }
    }

    /// <summary>Refuses a text that has carriage returns and no line feed.</summary>
    private void RequireLineFeeds()
    {
        if (LineNumber > 0 || !_bytes.AsSpan(_start, _end - _start).TrimEnd((byte)'\r').Contains((byte)'\r')) return;
        throw new InputException(
            $"{Name}: expected lines that end with a line feed, found carriage returns alone, as on old Macs", $"convert it first: tr '\\r' '\\n' < {Name}");
    }

    private ReadOnlySpan<char> Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Contains((byte)0))
        {
            throw Error("looks like a binary file: expected UTF-8 text, found a NUL byte");
        }

        if (_characters.Length < bytes.Length)
        {
            _characters = new char[Math.Max(bytes.Length, 2 * _characters.Length)];
        }

        if (Utf8.ToUtf16(bytes, _characters, out int read, out int written, replaceInvalidSequences: false) != OperationStatus.Done)
        {
            throw Error($"expected UTF-8 text, found the byte 0x{bytes[read]:X2} at column {read + 1}");
        }

        return _characters.AsSpan(0, written);
    }

    /// <summary>Reads more bytes into the buffer; false at the end of the stream.</summary>
    private bool Fill()
    {
        if (_ended)
        {
            return false;
        }

        MakeRoom();
        try
        {
            int count = _stream.Read(_bytes, _end, _bytes.Length - _end);
            _end += count;
            _read += count;
            _ended = count == 0;
            return !_ended;
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new InputException($"{Name}: cannot be read: {error.Message}", error);
        }
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
            (_start, _end) = (0, _end - _start);
        }

        if (_end < _bytes.Length)
        {
            return;
        }

        if (_bytes.Length >= _longestLine)
        {
            throw InputException.At(Name, LineNumber + 1, $"expected a line of at most {_longestLine >> 20} MiB, found a longer one");
        }

        Array.Resize(ref _bytes, Math.Min(2 * _bytes.Length, _longestLine));
    }
}
