namespace Rnnctl.Compute.Cpu.Chains;

/// <summary>The labels that a token may have: all, or one.</summary>
/// <param name="First">The first of them.</param>
/// <param name="Last">The one behind the last of them.</param>
internal readonly record struct LabelRange(int First, int Last)
{
    /// <summary>How many they are.</summary>
    public int Count => Last - First;
}
