// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
using System.Diagnostics.CodeAnalysis;
using ILGPU;

namespace Rnnctl.Ilgpu.StandIn.Execution;

/// <summary>One thread of a group, as the kernel that runs on it sees itself.</summary>
internal sealed class KernelThread(KernelGroup group, int index)
{
    [ThreadStatic]
    [SuppressMessage("Style", "IDE1006:Naming Styles", Justification = "A field of a thread is not of the class.")]
    private static KernelThread? s_current;

    private int _sharedAllocations;

    /// <summary>The thread that calls.</summary>
    /// <exception cref="InvalidOperationException">No kernel is running on it.</exception>
    public static KernelThread Current => s_current ?? throw new InvalidOperationException("only a kernel has a place in a group");

    /// <summary>The group.</summary>
    public KernelGroup Group => group;

    /// <summary>The thread's number in the group.</summary>
    public int Index => index;

    /// <summary>Runs a kernel on this thread.</summary>
    public void Run(Action kernel)
    {
        KernelThread? outer = s_current;
        s_current = this;
        try
        {
            kernel();
        }
        finally
        {
            s_current = outer;
        }
    }

    /// <summary>Waits for the others.</summary>
    public void WaitForGroup() => group.Wait(index);

    /// <summary>The next piece of shared memory.</summary>
    public ArrayView<T> AllocateShared<T>(int length)
        where T : unmanaged => group.AllocateShared<T>(index, _sharedAllocations++, length);
}
