// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
namespace Rnnctl.Ilgpu.StandIn.Execution;

/// <summary>Runs the groups of a launch one after the other, with threads and shared memory that an accelerator keeps.</summary>
internal sealed class LaunchPad : IDisposable
{
    private readonly List<GroupWorker> _workers = [];

    /// <summary>The shared memory of the group that is running.</summary>
    public SharedBlocks Shared { get; } = new();

    /// <summary>Runs a kernel by all threads of all groups.</summary>
    public void Launch(int groups, int threads, Action kernel)
    {
        for (int index = 0; index < groups; index++) new KernelGroup(this, index, groups, threads, kernel).Run();
    }

    /// <summary>Has work done on the thread that is kept for a place in a group; place 0 is the caller's own.</summary>
    public void Start(int place, Action work)
    {
        while (_workers.Count < place) _workers.Add(new GroupWorker());
        _workers[place - 1].Start(work);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _workers.ForEach(worker => worker.Dispose());
        Shared.Dispose();
    }
}
