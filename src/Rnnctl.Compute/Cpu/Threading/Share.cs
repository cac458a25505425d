namespace Rnnctl.Compute.Cpu.Threading;

/// <summary>Divides equal pieces of work among threads.</summary>
internal static class Share
{
    /// <summary>The pieces of part <paramref name="part"/> of <paramref name="parts"/>: from First up to, but not including, Last.</summary>
    public static (int First, int Last) Of(int pieces, int part, int parts) =>
        ((int)((long)pieces * part / parts), (int)((long)pieces * (part + 1) / parts));
}
