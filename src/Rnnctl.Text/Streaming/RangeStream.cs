using Microsoft.Win32.SafeHandles;

namespace Rnnctl.Text.Streaming;

/// <summary>A range of a file's bytes, one range after the other. Several streams may read the same open file.</summary>
internal sealed class RangeStream : Stream
{
    private SafeFileHandle? _file;
    private long _position, _end;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => _end;

    /// <inheritdoc/>
    public override long Position
    {
        get => _position;
        set => _position = value;
    }

    /// <summary>Goes to another range.</summary>
    public void Open(SafeFileHandle file, long offset, int bytes) => (_file, _position, _end) = (file, offset, offset + bytes);

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (_file is null || _position >= _end) return 0;
        int read = RandomAccess.Read(_file, buffer[..(int)Math.Min(buffer.Length, _end - _position)], _position);
        _position += read;
        return read;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => _position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => _end + offset,
    };

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
