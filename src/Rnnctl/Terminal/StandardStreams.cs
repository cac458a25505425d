using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Rnnctl.Terminal;

/// <summary>
/// Standard output as bytes. A write after the reader has closed the pipe throws <see cref="OutputClosedException"/>: .NET's console stream hides that
/// error, and a filter would go on to read its whole input. If standard output was closed from the start (<c>>&amp;-</c>), the first write throws an
/// <see cref="IOException"/>.
/// </summary>
internal sealed class StandardOutputStream : Stream
{
    private const int BrokenPipe = 32; // EPIPE has this value on Linux, macOS and the BSDs.
    private readonly Stream? _stream;

    /// <summary>A stream over a descriptor, which the caller closes; null if standard output is closed.</summary>
    public StandardOutputStream(SafeFileHandle? descriptor) => _stream = descriptor is null ? null : OpenRaw(descriptor, Console.OpenStandardOutput);

    public static StandardOutputStream ForProcess() =>
        new(StandardDescriptor.IsOpen(StandardDescriptor.Output) ? new SafeFileHandle(StandardDescriptor.Output, ownsHandle: false) : null);

    /// <summary>
    /// Opens standard error. Its console stream writes an escape sequence to standard output, where this is a terminal: Open MPI, whose processes write to a
    /// terminal of their own, would pass it on to what reads the results.
    /// </summary>
    public static Stream OpenError() => !Console.IsOutputRedirected && Console.IsErrorRedirected
        ? OpenRaw(new SafeFileHandle(StandardDescriptor.Error, ownsHandle: false), Console.OpenStandardError)
        : Console.OpenStandardError();

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

    // FileStream reports a broken pipe. But it writes at its own offset and would overwrite what another process appends to the same regular
    // file, so regular files get the console stream.
    private static Stream OpenRaw(SafeFileHandle descriptor, Func<Stream> openConsole)
    {
        if (OperatingSystem.IsWindows())
            return openConsole();
        try
        {
            var pipe = new FileStream(descriptor, FileAccess.Write, bufferSize: 0);
            return pipe.CanSeek ? openConsole() : pipe;
        }
        catch (Exception failure) when (failure is IOException or ArgumentException or UnauthorizedAccessException)
        {
            return openConsole();
        }
    }
}

/// <summary>The reader closed standard output (<c>rnnctl tag MODEL | head -1</c>). This is no failure; the tool stops.</summary>
internal sealed class OutputClosedException : IOException
{
    public OutputClosedException(Exception cause)
        : base("standard output was closed by its reader", cause)
    {
    }
}

/// <summary>The file descriptors of standard input, output and error.</summary>
internal static partial class StandardDescriptor
{
    public const int Input = 0;
    public const int Output = 1;
    public const int Error = 2;

    // F_GETFD and FD_CLOEXEC have these values on Linux, macOS and the BSDs.
    private const int GetDescriptorFlags = 1;
    private const int CloseOnExec = 1;

    /// <summary>
    /// Whether the parent process left a descriptor open (<c>2>&amp;-</c> closes it). If it was closed, the runtime may have reused its number for a file or
    /// pipe; such descriptors have the close-on-exec flag, inherited ones do not.
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

/// <summary>
/// Standard error. A message that cannot be written (full disk, closed pipe) is dropped, and the work goes on; the exit code still reports a failure.
/// </summary>
internal sealed class MessageWriter(Stream stream) : TextWriter
{
    /// <inheritdoc/>
    public override Encoding Encoding { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <inheritdoc/>
    public override void Write(char value) => Write(value.ToString());

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Write(value + NewLine);

    /// <inheritdoc/>
    public override void Write(string? value)
    {
        try
        {
            lock (stream) stream.Write(Encoding.GetBytes(value ?? ""));
        }
        catch (IOException)
        {
            // The next message may succeed.
        }
    }
}
