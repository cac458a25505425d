using System.Globalization;

namespace Rnnctl.Inference.Library;

/// <summary>Checks of what callers pass.</summary>
internal static class Argument
{
    /// <summary>Requires tokens that are not empty.</summary>
    /// <exception cref="ArgumentException">A token is empty or null.</exception>
    public static void RequireTokens(IReadOnlyList<string> tokens, string name)
    {
        ArgumentNullException.ThrowIfNull(tokens, name);
        for (int token = 0; token < tokens.Count; token++)
        {
            if (string.IsNullOrEmpty(tokens[token]))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"token {token} is empty"), name);
        }
    }

    /// <summary>Requires sentences of tokens that are not empty.</summary>
    /// <exception cref="ArgumentException">A sentence is null, or a token is empty or null.</exception>
    public static void RequireSentences(IReadOnlyList<IReadOnlyList<string>> sentences, string name)
    {
        ArgumentNullException.ThrowIfNull(sentences, name);
        foreach (IReadOnlyList<string> tokens in sentences) RequireTokens(tokens, name);
    }

    /// <summary>Requires texts.</summary>
    /// <exception cref="ArgumentException">A text is null.</exception>
    public static void RequireTexts(IReadOnlyList<string> texts, string name)
    {
        ArgumentNullException.ThrowIfNull(texts, name);
        foreach (string text in texts) ArgumentNullException.ThrowIfNull(text, name);
    }

    /// <summary>Returns a number of a range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    public static int InRange(int number, int least, int most, string name)
    {
        if (number >= least && number <= most) return number;
        string range = most == int.MaxValue ? $"of at least {least}" : $"from {least} to {most}";
        throw new ArgumentOutOfRangeException(name, string.Create(CultureInfo.InvariantCulture, $"expected a number {range}, found {number}"));
    }

    /// <summary>Returns a number that is not negative.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative or not finite.</exception>
    public static double NotNegative(double number, string name) => double.IsFinite(number) && number >= 0
        ? number
        : throw new ArgumentOutOfRangeException(name, string.Create(CultureInfo.InvariantCulture, $"expected a number of at least 0, found {number}"));

    /// <summary>The number of a layer: the given one, or the last.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The model does not have the layer.</exception>
    public static int Layer(int? layer, IReadOnlyList<int> sizes) => InRange(layer ?? sizes.Count - 1, least: 0, sizes.Count - 1, nameof(layer));
}
