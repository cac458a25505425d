using System.Text;

namespace Rnnctl.Terminal;

/// <summary>
/// Standard error. A message that can't be written (its disk is full, its reader has gone) is dropped: work goes on, and the exit code tells at the end.
/// </summary>
/// <param name="stream">The bytes of standard error.</param>
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
            // The next message may find room again.
        }
    }
}
