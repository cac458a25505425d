using Rnnctl.Compute.Tensors;

namespace Rnnctl.Models.Tests.Layers;

/// <summary>Packed batches: sequences, longest first, as a model reads them, time-major without padding.</summary>
internal static class Packing
{
    /// <summary>All first elements, then all second ones.</summary>
    public static TElement[] Pack<TElement>(IEnumerable<TElement[]> sequences)
    {
        TElement[][] all = [.. sequences];
        var packed = new List<TElement>();
        for (int step = 0; step < all[0].Length; step++)
            packed.AddRange(all.Where(sequence => sequence.Length > step).Select(sequence => sequence[step]));
        return [.. packed];
    }

    /// <summary>The packed batch's shape.</summary>
    public static PackedSteps StepsOf<TElement>(IEnumerable<TElement[]> sequences)
    {
        var steps = new PackedSteps();
        steps.Assign([.. sequences.Select(sequence => sequence.Length)]);
        return steps;
    }
}
