using System.Globalization;

namespace Rnnctl.Terminal;

/// <summary>Lines whose numbers have a decimal point in every culture.</summary>
internal static class InvariantLine
{
    /// <summary>Writes a line.</summary>
    public static void WriteInvariantLine(this TextWriter output, FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
