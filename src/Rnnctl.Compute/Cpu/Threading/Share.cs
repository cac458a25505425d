namespace Rnnctl.Compute.Cpu.Threading;

/// <summary>How work of equal pieces is divided among threads.</summary>
internal static class Share
{
    /// <summary>The pieces from First up to, but not with, Last that part <paramref name="part"/> of <paramref name="parts"/> does.</summary>
    public static (int First, int Last) Of(int pieces, int part, int parts) =>
        ((int)((long)pieces * part / parts), (int)((long)pieces * (part + 1) / parts));
}
