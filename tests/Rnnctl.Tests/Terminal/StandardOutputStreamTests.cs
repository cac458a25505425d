using System.IO.Pipes;
using Microsoft.Win32.SafeHandles;
using Rnnctl.Terminal;

namespace Rnnctl.Tests.Terminal;

public class StandardOutputStreamTests
{
    [Fact]
    public void Write_to_a_pipe_without_a_reader_throws()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var reader = new AnonymousPipeServerStream(PipeDirection.In);
        using var descriptor = new SafeFileHandle(reader.ClientSafePipeHandle.DangerousGetHandle(), ownsHandle: false);
        using var stream = new StandardOutputStream(descriptor);
        stream.Write("first"u8);
        reader.Dispose();
        Assert.Throws<OutputClosedException>(() => stream.Write("second"u8));
    }
}
