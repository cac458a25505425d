using System.Numerics;

namespace Rnnctl.Compute.Operations;

/// <summary>The sample of S classes that a sampled softmax compares the label of each of N rows with.</summary>
/// <typeparam name="T">The number.</typeparam>
public readonly ref struct SampledClasses<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The right class of each row, <c>[N]</c>.</summary>
    public required ReadOnlySpan<int> Labels { get; init; }

    /// <summary>The classes of the sample, <c>[S]</c>, all different.</summary>
    public required ReadOnlySpan<int> Classes { get; init; }

    /// <summary>What is added to the logit of each row's label, <c>[N]</c>: -log Q(label).</summary>
    public required ReadOnlySpan<T> LabelCorrections { get; init; }

    /// <summary>What is added to the logit of each class of the sample, <c>[S]</c>: -log Q(class).</summary>
    public required ReadOnlySpan<T> ClassCorrections { get; init; }

    /// <summary>The place in the sample of each row's label, <c>[N]</c>; negative where the sample does not have it.</summary>
    public required ReadOnlySpan<int> Hits { get; init; }
}
