using Rnnctl.Terminal;

namespace Rnnctl.Tests.Terminal;

public class MessageWriterTests
{
    [Fact]
    public void Message_that_cannot_be_written_is_dropped_and_the_next_one_is_written()
    {
        using var stream = new FullAtFirst();
        using var writer = new MessageWriter(stream) { NewLine = "\n" };
        writer.WriteLine("lost");
        writer.WriteLine("kept é");
        writer.Write('!');
        Assert.Equal("kept é\n!", System.Text.Encoding.UTF8.GetString(stream.ToArray()));
    }

    private sealed class FullAtFirst : MemoryStream
    {
        private bool _wasWritten;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (_wasWritten) base.Write(buffer);
            else _wasWritten = true;
            if (Length == 0) throw new IOException("No space left on device");
        }
    }
}
