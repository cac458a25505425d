// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
namespace Rnnctl.Ilgpu.StandIn.Execution;

/// <summary>A thread that is kept for one place in the groups of an accelerator.</summary>
internal sealed class GroupWorker : IDisposable
{
    private const int StackBytes = 1 << 18;

    private readonly SemaphoreSlim _wake = new(0);
    private readonly Thread _thread;
    private Action? _work;

    /// <summary>Starts the thread, which waits for work.</summary>
    public GroupWorker()
    {
        _thread = new Thread(Loop, StackBytes) { IsBackground = true, Name = "thread of a group" };
        _thread.Start();
    }

    /// <summary>Hands work over, which may not throw.</summary>
    public void Start(Action work)
    {
        _work = work;
        _wake.Release();
    }

    /// <summary>Ends the thread.</summary>
    public void Dispose()
    {
        _work = null;
        _wake.Release();
        _thread.Join();
        _wake.Dispose();
    }

    private void Loop()
    {
        while (true)
        {
            _wake.Wait();
            if (_work is null) return;
            _work();
        }
    }
}
