// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
namespace Rnnctl.Ilgpu.StandIn.Execution;

/// <summary>A thread that is kept for one place in the groups of an accelerator.</summary>
internal sealed class GroupWorker : IDisposable
{
    private const int StackBytes = 1 << 18;

    private readonly SemaphoreSlim _wake = new(0);
    private Action? _work;

    /// <summary>Starts the thread, which waits for work.</summary>
    public GroupWorker()
    {
        var thread = new Thread(Loop, StackBytes) { IsBackground = true, Name = "thread of a group" };
        thread.Start();
    }

    /// <summary>Hands work over, which may not throw.</summary>
    public void Start(Action work)
    {
        _work = work;
        _wake.Release();
    }

    /// <summary>Ends the thread, as soon as it has done its work; it is not waited for, since in a test that fails it may never have.</summary>
    public void Dispose()
    {
        _work = null;
        _wake.Release();
    }

    private void Loop()
    {
        while (true)
        {
            _wake.Wait();
            if (_work is not { } work) break;
            work();
        }

        _wake.Dispose();
    }
}
