namespace Rnnctl.Testing;

/// <summary>What an action takes from the managed heap.</summary>
public static class AllocatedBytes
{
    /// <summary>
    /// The bytes that the current thread allocates in an action. A garbage collection meanwhile takes the thread's allocation buffer away and counts
    /// what was left of it as allocated, so the action runs again until none comes in between.
    /// </summary>
    public static long Of(Action action)
    {
        while (true)
        {
            int collections = GC.CollectionCount(0);
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (GC.CollectionCount(0) == collections) return allocated;
        }
    }
}
