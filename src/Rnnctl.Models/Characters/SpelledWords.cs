using Rnnctl.Compute.Tensors;

namespace Rnnctl.Models.Characters;

/// <summary>The W distinct words of a packed batch of N tokens, as packed sequences of characters. <c>default</c> if the model reads none.</summary>
/// <param name="characters">The ids of the words' characters, in the packed order of the words.</param>
/// <param name="steps">The words' packed shape: a sequence for each of the W words.</param>
/// <param name="wordOfToken">The position of each token's word among the sequences, <c>[N]</c>.</param>
public readonly ref struct SpelledWords(ReadOnlySpan<int> characters, PackedSteps steps, ReadOnlySpan<int> wordOfToken)
{
    /// <summary>The ids of the words' characters, in the packed order of the words.</summary>
    public ReadOnlySpan<int> Characters { get; } = characters;

    /// <summary>The words' packed shape: a sequence for each of the W words.</summary>
    public PackedSteps Steps { get; } = steps;

    /// <summary>The position of each token's word among the sequences, <c>[N]</c>.</summary>
    public ReadOnlySpan<int> WordOfToken { get; } = wordOfToken;
}
