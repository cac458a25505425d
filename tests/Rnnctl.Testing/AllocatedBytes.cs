namespace Rnnctl.Testing;

/// <summary>What an action takes from the managed heap.</summary>
public static class AllocatedBytes
{
    /// <summary>The bytes that the current thread allocates in an action; exact because no collection runs in the background of the tests.</summary>
    public static long Of(Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
