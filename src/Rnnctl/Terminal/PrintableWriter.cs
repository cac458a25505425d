using System.Text;

namespace Rnnctl.Terminal;

/// <summary>Writes lines for a person: each is one line, whatever stands in it (see <see cref="PrintableText"/>).</summary>
/// <param name="output">Where they go.</param>
internal sealed class PrintableWriter(TextWriter output) : TextWriter
{
    /// <inheritdoc/>
    public override Encoding Encoding => output.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => output.Write(value);

    /// <inheritdoc/>
    public override void WriteLine(string? value) => output.WriteLine(PrintableText.Of(value ?? ""));

    /// <inheritdoc/>
    public override void Flush() => output.Flush();
}
