using System.Globalization;

namespace Rnnctl.Terminal;

/// <summary>Formats a number with its noun in singular or plural.</summary>
internal static class Plural
{
    /// <summary><c>1 token</c>, <c>2 tokens</c>.</summary>
    public static string Of(long number, string thing) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {thing}{(number == 1 ? "" : "s")}");
}
