using Rnnctl.Compute.Tensors;

namespace Rnnctl.Testing.Operations;

/// <summary>Creates shapes of packed batches.</summary>
internal static class PackedBatch
{
    /// <summary>A batch of sequences with given lengths, longest first.</summary>
    public static PackedSteps Of(params ReadOnlySpan<int> lengths)
    {
        var steps = new PackedSteps();
        steps.Assign(lengths);
        return steps;
    }

    /// <summary>The rows of a sequence, step by step.</summary>
    public static int[] RowsOf(PackedSteps steps, int sequence) =>
        [.. Enumerable.Range(0, steps.Lengths[sequence]).Select(step => steps.Offset(step) + sequence)];
}
