using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Characters;
using Rnnctl.Models.Contextual;

namespace Rnnctl.Models.Taggers;

/// <summary>A tagger's input: a packed batch of sentences with N tokens.</summary>
/// <param name="tokens">The tokens' ids in packed order, <c>[N]</c>.</param>
/// <param name="steps">The packed batch's shape.</param>
public readonly ref struct TaggerInput(ReadOnlySpan<int> tokens, PackedSteps steps)
{
    /// <summary>The tokens' ids in packed order, <c>[N]</c>.</summary>
    public ReadOnlySpan<int> Tokens { get; } = tokens;

    /// <summary>The packed batch's shape.</summary>
    public PackedSteps Steps { get; } = steps;

    /// <summary>The ids of the tokens' features, one feature after the other, <c>[features · N]</c>; empty without features.</summary>
    public ReadOnlySpan<int> Features { get; init; }

    /// <summary>The batch's words with their characters; <c>default</c> without characters.</summary>
    public SpelledWords Words { get; init; }

    /// <summary>
    /// The vectors that frozen language models give for the tokens, one model after the other, each <c>[layers · N, width]</c> with one layer below the other;
    /// empty without such models.
    /// </summary>
    public ReadOnlySpan<float> ContextualVectors { get; init; }

    /// <summary>The symbols that each language model reads; empty without language models that learn.</summary>
    public ReadOnlySpan<ContextualSymbols> ContextualSymbols { get; init; }
}
