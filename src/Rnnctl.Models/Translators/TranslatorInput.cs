using Rnnctl.Compute.Tensors;

namespace Rnnctl.Models.Translators;

/// <summary>A packed batch of sources and their targets as a translator reads it: each side time-major, longest first by itself.</summary>
/// <param name="sources">The sources' symbols in packed order, <c>[N]</c>.</param>
/// <param name="sourceSteps">The packed batch of the sources.</param>
/// <param name="targets">The symbols before each of the targets' symbols, that is the begin symbol and all but the last, in packed order.</param>
/// <param name="targetSteps">The packed batch of the targets.</param>
/// <param name="places">For each target the place of its source among the sources, <c>[B]</c>; stays as it is until the backward pass.</param>
public readonly ref struct TranslatorInput(
    ReadOnlySpan<int> sources, PackedSteps sourceSteps, ReadOnlySpan<int> targets, PackedSteps targetSteps, ReadOnlyMemory<int> places)
{
    /// <summary>The sources' symbols in packed order, <c>[N]</c>.</summary>
    public ReadOnlySpan<int> Sources { get; } = sources;

    /// <summary>The packed batch of the sources.</summary>
    public PackedSteps SourceSteps { get; } = sourceSteps;

    /// <summary>The symbols before each of the targets' symbols, in packed order.</summary>
    public ReadOnlySpan<int> Targets { get; } = targets;

    /// <summary>The packed batch of the targets.</summary>
    public PackedSteps TargetSteps { get; } = targetSteps;

    /// <summary>For each target the place of its source, <c>[B]</c>.</summary>
    public ReadOnlyMemory<int> Places { get; } = places;
}
