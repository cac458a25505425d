using System.Globalization;
using Rnnctl.Text;

namespace Rnnctl.Inference.Configurations;

/// <summary>Checks numbers against their ranges and names the one that is outside.</summary>
/// <param name="Source">Where the numbers come from: a file's name.</param>
/// <param name="Section">The object that holds them: <c>architecture</c>.</param>
internal sealed record RangeCheck(string Source, string Section)
{
    /// <summary>Requires a whole number between two others, both included.</summary>
    /// <exception cref="InputException">It is outside.</exception>
    public void Between(string key, long value, long smallest, long largest)
    {
        string range = largest == int.MaxValue ? $"from {smallest} up" : $"from {smallest} to {largest}";
        Require(key, value, value >= smallest && value <= largest, range);
    }

    /// <summary>Requires a finite number above zero.</summary>
    /// <exception cref="InputException">It is not.</exception>
    public void Positive(string key, double value) => Require(key, value, value > 0 && double.IsFinite(value), "above 0");

    /// <summary>Requires a condition and says which range it stands for.</summary>
    /// <exception cref="InputException">It does not hold.</exception>
    public void Require(string key, double value, bool holds, string range)
    {
        string found = value.ToString(CultureInfo.InvariantCulture);
        if (!holds)
            throw new InputException($"{Source}: {Section}.{key}: expected a number {range}, found {found}");
    }
}
