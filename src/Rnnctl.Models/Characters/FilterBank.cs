using System.Globalization;

namespace Rnnctl.Models.Characters;

/// <summary>The filters of a convolution over characters that have one width.</summary>
/// <param name="Width">The number of characters in their window.</param>
/// <param name="Filters">The number of filters.</param>
public readonly record struct FilterBank(int Width, int Filters)
{
    /// <summary>The most characters in a window.</summary>
    public const int MostCharacters = 48;

    /// <summary>The most filters of one width, and the most banks of a convolution.</summary>
    public const int MostFilters = 1 << 16, MostBanks = 48;

    /// <summary>The form of the text of some banks, for help and messages.</summary>
    public const string Form = "WIDTH:FILTERS,...";

    /// <summary>Reads the banks of a convolution, <c>1:32,2:32,3:64</c>; returns null if the text is not that.</summary>
    public static IReadOnlyList<FilterBank>? TryParse(string text)
    {
        string[] parts = text.Split(',');
        if (parts.Length > MostBanks) return null;
        var banks = new FilterBank[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts[i].Split(':') is not [var width, var filters]) return null;
            banks[i] = new FilterBank(WholeNumber(width), WholeNumber(filters));
            if (banks[i].Width is < 1 or > MostCharacters || banks[i].Filters is < 1 or > MostFilters) return null;
        }

        return banks;
    }

    /// <summary>The banks of a convolution as text: <c>1:32,2:32,3:64</c>.</summary>
    public static string TextOf(IEnumerable<FilterBank> banks) => string.Join(',', banks);

    /// <summary>Width and number: <c>3:64</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Width}:{Filters}");

    private static int WholeNumber(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
}
