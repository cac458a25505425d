using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Contextual;

namespace Rnnctl.Models.Translators;

/// <summary>A translator's input: a packed batch of sources and their targets, each side time-major and sorted longest first.</summary>
/// <param name="sources">The sources' symbols in packed order, <c>[N]</c>.</param>
/// <param name="sourceSteps">The packed batch of the sources.</param>
/// <param name="targets">The decoder's input symbols in packed order: for each target the begin symbol and all symbols except the last.</param>
/// <param name="targetSteps">The packed batch of the targets.</param>
/// <param name="places">For each target, the position of its source in the batch, <c>[B]</c>; must not change until the backward pass.</param>
public readonly ref struct TranslatorInput(
    ReadOnlySpan<int> sources, PackedSteps sourceSteps, ReadOnlySpan<int> targets, PackedSteps targetSteps, ReadOnlyMemory<int> places)
{
    /// <summary>The sources' symbols in packed order, <c>[N]</c>.</summary>
    public ReadOnlySpan<int> Sources { get; init; } = sources;

    /// <summary>The packed batch of the sources.</summary>
    public PackedSteps SourceSteps { get; } = sourceSteps;

    /// <summary>The decoder's input symbols, in packed order.</summary>
    public ReadOnlySpan<int> Targets { get; } = targets;

    /// <summary>The packed batch of the targets.</summary>
    public PackedSteps TargetSteps { get; } = targetSteps;

    /// <summary>For each target, the position of its source, <c>[B]</c>.</summary>
    public ReadOnlyMemory<int> Places { get; } = places;

    /// <summary>What the encoder reads of language models; <c>default</c> without them.</summary>
    public ContextualInput Contextual { get; init; }
}
