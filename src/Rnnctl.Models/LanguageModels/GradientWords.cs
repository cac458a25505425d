using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Characters;

namespace Rnnctl.Models.LanguageModels;

/// <summary>Three words of different lengths, which are the tokens in turn, for gradient checks of language models that read characters.</summary>
internal sealed class GradientWords
{
    /// <summary>The number of distinct characters.</summary>
    public const int MostCharacters = 5;

    private const int Words = 3;

    private readonly PackedSteps _steps = new();
    private readonly int[] _characters, _wordOfToken;

    /// <summary>Spells the words.</summary>
    /// <param name="model">The language model.</param>
    /// <param name="tokens">The number of tokens, of both directions together.</param>
    public GradientWords(LanguageModelArchitecture model, int tokens)
    {
        int shortest = model.Characters?.Filters.Max(bank => bank.Width) ?? 1;
        _steps.Assign([shortest + 2, shortest + 1, shortest]);
        int characters = Math.Min(model.Characters?.Characters ?? 1, MostCharacters);
        _characters = [.. Enumerable.Range(0, _steps.Tokens).Select(row => ((row * row) + row) / 2 % characters)];
        _wordOfToken = [.. Enumerable.Range(0, tokens).Select(row => row % Words)];
    }

    /// <summary>The words.</summary>
    public SpelledWords Spelled => new(_characters, _steps, _wordOfToken);
}
