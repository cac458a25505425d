namespace Rnnctl.Compute.Cpu.Chains;

/// <summary>The labels that a token may have: all labels, or one.</summary>
/// <param name="First">The first label.</param>
/// <param name="Last">The label after the last one.</param>
internal readonly record struct LabelRange(int First, int Last)
{
    /// <summary>The number of labels.</summary>
    public int Count => Last - First;
}
