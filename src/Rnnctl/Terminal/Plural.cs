using System.Globalization;

namespace Rnnctl.Terminal;

/// <summary>A number and what it counts, for a person.</summary>
internal static class Plural
{
    /// <summary><c>1 token</c>, <c>2 tokens</c>.</summary>
    public static string Of(long number, string thing) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {thing}{(number == 1 ? "" : "s")}");
}
