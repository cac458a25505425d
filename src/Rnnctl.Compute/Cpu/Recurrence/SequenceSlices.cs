namespace Rnnctl.Compute.Cpu.Recurrence;

/// <summary>
/// How the sequences of a packed batch are shared out: each thread carries its own slice through all time steps, with no barrier inside. Slices are
/// of neighbouring sequences (their rows are then neighbours at every step) and of about as many tokens each.
/// </summary>
internal static class SequenceSlices
{
    /// <summary>
    /// The first sequence of slice <paramref name="slice"/> of <paramref name="slices"/>; that of the one past the last is the number of sequences.
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
