using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Rnnctl.Terminal;

/// <summary>
/// The bytes of standard output. A write after the reader has gone throws <see cref="OutputClosedException"/>, where .NET's own console
/// stream swallows it and a filter would read its whole input for nobody. Where standard output was closed from the start (<c>>&amp;-</c>), the first write
/// says so.
/// </summary>
internal sealed class StandardOutputStream : Stream
{
    private const int BrokenPipe = 32; // EPIPE, the same number on Linux, macOS and the BSDs.
    private readonly Stream? _stream;

    /// <summary>A stream over an open descriptor, which stays the caller's; null for one that is closed.</summary>
    public StandardOutputStream(SafeFileHandle? descriptor) => _stream = descriptor is null ? null : OpenRaw(descriptor);

    /// <summary>Standard output.</summary>
    public static StandardOutputStream ForProcess() =>
        new(StandardDescriptor.IsOpen(StandardDescriptor.Output) ? new SafeFileHandle(StandardDescriptor.Output, ownsHandle: false) : null);

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (buffer.IsEmpty)
            return;
        if (_stream is null)
            throw new IOException("standard output is closed");
        try
        {
            _stream.Write(buffer);
        }
        catch (IOException failure) when (failure.HResult == BrokenPipe)
        {
            throw new OutputClosedException(failure);
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush() => _stream?.Flush();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _stream?.Dispose();
        base.Dispose(disposing);
    }

    // A file stream tells of a broken pipe. It also writes at an offset of its own, which would overwrite what another process appends to
    // the same regular file, so that a file gets the console stream.
    private static Stream OpenRaw(SafeFileHandle descriptor)
    {
        if (OperatingSystem.IsWindows())
            return Console.OpenStandardOutput();
        try
        {
            var pipe = new FileStream(descriptor, FileAccess.Write, bufferSize: 0);
            return pipe.CanSeek ? Console.OpenStandardOutput() : pipe;
        }
        catch (Exception failure) when (failure is IOException or ArgumentException or UnauthorizedAccessException)
        {
            return Console.OpenStandardOutput();
        }
    }
}

/// <summary>Whoever read standard output has gone (<c>rnnctl tag MODEL | head -1</c>): nothing is wrong, and nothing is left to do.</summary>
internal sealed class OutputClosedException : IOException
{
    /// <summary>The error with the write that failed as its cause.</summary>
    public OutputClosedException(Exception cause)
        : base("standard output was closed by its reader", cause)
    {
    }
}

/// <summary>Standard input, output and error by their numbers.</summary>
internal static partial class StandardDescriptor
{
    /// <summary>Standard input.</summary>
    public const int Input = 0;

    /// <summary>Standard output.</summary>
    public const int Output = 1;

    /// <summary>Standard error.</summary>
    public const int Error = 2;

    // F_GETFD and FD_CLOEXEC, the same on Linux, macOS and the BSDs.
    private const int GetDescriptorFlags = 1;
    private const int CloseOnExec = 1;

    /// <summary>
    /// Whether whoever started the process left a descriptor open (<c>2>&amp;-</c> closes it). The runtime may have opened a file or a pipe of its own under
    /// the same number by now: those, unlike what was inherited, are closed when another program is started.
    /// </summary>
    public static bool IsOpen(int descriptor)
    {
        if (OperatingSystem.IsWindows()) return true;
        int flags = DescriptorFlags(descriptor, GetDescriptorFlags);
        return flags >= 0 && (flags & CloseOnExec) == 0;
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int DescriptorFlags(int descriptor, int command);
}
