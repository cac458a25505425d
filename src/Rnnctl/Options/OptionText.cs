using System.Collections;
using System.Globalization;

namespace Rnnctl.Options;

/// <summary>Values as they are typed on the command line.</summary>
internal static class OptionText
{
    /// <summary>A value, or several with blanks between them; empty for none.</summary>
    public static string Of(object? value) => value switch
    {
        null => "",
        string text => text,
        Enum choice => Choice.NameOf(choice),
        IEnumerable many => string.Join(' ', many.Cast<object>().Select(Of)),
        double small when Math.Abs(small) is > 0 and < 1e-4 => small.ToString("0.##e-0", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
