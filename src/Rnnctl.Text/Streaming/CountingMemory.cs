namespace Rnnctl.Text.Streaming;

/// <summary>The memory that counting took.</summary>
internal static class CountingMemory
{
    /// <summary>Gives what is no longer used back to the system, before a model takes its own: a collection by itself may be minutes away.</summary>
    public static void Free() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
}
