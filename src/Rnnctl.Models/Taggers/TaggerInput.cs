using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Characters;

namespace Rnnctl.Models.Taggers;

/// <summary>A packed batch of sentences as a tagger reads it: N tokens.</summary>
/// <param name="tokens">The tokens' ids in packed order, <c>[N]</c>.</param>
/// <param name="steps">The packed batch's shape.</param>
public readonly ref struct TaggerInput(ReadOnlySpan<int> tokens, PackedSteps steps)
{
    /// <summary>The tokens' ids in packed order, <c>[N]</c>.</summary>
    public ReadOnlySpan<int> Tokens { get; } = tokens;

    /// <summary>The packed batch's shape.</summary>
    public PackedSteps Steps { get; } = steps;

    /// <summary>The ids of the tokens' features, one feature behind the other, <c>[features · N]</c>, for a tagger that reads them.</summary>
    public ReadOnlySpan<int> Features { get; init; }

    /// <summary>The batch's words with their characters, for a tagger that reads them.</summary>
    public SpelledWords Words { get; init; }
}
