namespace Rnnctl.Text.Subwords;

/// <summary>
/// The order of texts by Unicode code points, in which Python compares strings. It differs from the order of UTF-16 units where a character
/// beyond U+FFFF, which is written as two surrogates, meets one from U+E000 to U+FFFF.
/// </summary>
internal static class CodePointOrder
{
    /// <summary>Below 0 where the first text comes before the second, 0 where they are equal, above 0 otherwise.</summary>
    public static int Compare(string first, string second)
    {
        int common = first.AsSpan().CommonPrefixLength(second);
        return common == first.Length || common == second.Length
            ? first.Length - second.Length
            : Place(first[common]) - Place(second[common]);
    }

    // Surrogates go behind all other units, each half in its order.
    private static int Place(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;
}
