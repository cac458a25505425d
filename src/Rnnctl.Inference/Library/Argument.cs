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

    /// <summary>The number of a layer: the given one, or the last.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The model does not have the layer.</exception>
    public static int Layer(int? layer, IReadOnlyList<int> sizes)
    {
        int last = sizes.Count - 1;
        if (layer is not { } number) return last;
        if (number < 0 || number > last)
            throw new ArgumentOutOfRangeException(nameof(layer), number, string.Create(CultureInfo.InvariantCulture, $"the model has the layers 0 to {last}"));
        return number;
    }
}
