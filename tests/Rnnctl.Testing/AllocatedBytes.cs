namespace Rnnctl.Testing;

/// <summary>Measures allocations on the managed heap.</summary>
public static class AllocatedBytes
{
    /// <summary>The bytes that the current thread allocates in an action. They are exact because the tests do not use background garbage collection.</summary>
    public static long Of(Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
