using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Rnnctl.Compute.Cpu.Threading;

/// <summary>Runs managed code once on each thread of a team. Calling it again allocates nothing.</summary>
internal sealed class WorkerCall : IDisposable
{
    private readonly GCHandle _self;
    private Action<int>? _work;
    private ExceptionDispatchInfo?[] _failures = [];

    /// <summary>A call of nothing.</summary>
    public WorkerCall() => _self = GCHandle.Alloc(this, GCHandleType.Weak);

    /// <summary>Runs the work for each part, side by side.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="work">Gets the part's number, from 0. An exception of the first part that throws one is thrown again.</param>
    public void Run(ThreadTeam team, Action<int> work)
    {
        if (_failures.Length != team.Threads) _failures = new ExceptionDispatchInfo?[team.Threads];
        Array.Clear(_failures);
        _work = work;
        team.Run(new Job(_self));
        foreach (ExceptionDispatchInfo? failure in _failures) failure?.Throw();
    }

    /// <summary>Frees the handle by which threads find this call.</summary>
    public void Dispose() => _self.Free();

    private void Run(int part)
    {
        try
        {
            _work!(part);
        }
        catch (Exception failure)
        {
            _failures[part] = ExceptionDispatchInfo.Capture(failure);
        }
    }

    private readonly struct Job(GCHandle call) : IParallelJob
    {
        /// <inheritdoc />
        public void Run(int part, int parts) => ((WorkerCall)call.Target!).Run(part);
    }
}
