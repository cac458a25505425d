namespace Rnnctl.Compute.Cpu.Recurrence;

/// <summary>
/// Divides the sequences of a packed batch into slices: each thread runs its slice through all time steps without barriers. A slice consists of neighbouring
/// sequences, whose rows are neighbours at every step; all slices have about the same number of tokens.
/// </summary>
internal static class SequenceSlices
{
    /// <summary>
    /// The first sequence of slice <paramref name="slice"/> of <paramref name="slices"/>; for the index after the last slice, the number of sequences.
    /// </summary>
    public static int Start(ReadOnlySpan<int> lengths, int tokens, int slice, int slices)
    {
        long wanted = (long)tokens * slice / slices;
        long before = 0;
        int sequence = 0;
        while (sequence < lengths.Length && before + (lengths[sequence] / 2) < wanted) before += lengths[sequence++];
        return slice == slices ? lengths.Length : sequence;
    }
}
