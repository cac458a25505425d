// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
using System.Runtime.ExceptionServices;
using ILGPU;

namespace Rnnctl.Ilgpu.StandIn.Execution;

/// <summary>
/// A group of threads that run a kernel. As long as they have nothing to do with each other they run one after the other on the caller's thread; as soon
/// as the first of them waits for the others or takes shared memory, each of them has a thread of its own.
/// </summary>
/// <param name="pad">The accelerator's threads and memory.</param>
/// <param name="index">The group's number in the launch.</param>
/// <param name="groupsOfLaunch">The launch's groups.</param>
/// <param name="threads">How many threads there are.</param>
/// <param name="kernel">What each of them runs.</param>
internal sealed class KernelGroup(LaunchPad pad, int index, int groupsOfLaunch, int threads, Action kernel)
{
    private readonly Lock _shareGate = new();
    private readonly object _gate = new(), _end = new();
    private readonly List<(Type Type, ArrayView<byte> Block)> _shared = [];
    private bool _isSpread;
    private int _running, _waiting, _finished, _turn;
    private ExceptionDispatchInfo? _failure;

    /// <summary>The group's number in the launch.</summary>
    public int Index => index;

    /// <summary>The launch's groups.</summary>
    public int GroupsOfLaunch => groupsOfLaunch;

    /// <summary>How many threads there are.</summary>
    public int Threads => threads;

    /// <summary>Runs all threads; throws what the first of them to fail has thrown.</summary>
    public void Run()
    {
        pad.Shared.Reset();
        for (int thread = 0; thread < threads && !_isSpread; thread++) RunThread(thread);
        lock (_end)
        {
            while (_running > 0) Monitor.Wait(_end);
        }

        _failure?.Throw();
    }

    /// <summary>Waits until all threads wait.</summary>
    /// <exception cref="InvalidOperationException">Some thread never will: on a GPU the others would hang, or worse.</exception>
    public void Wait(int thread)
    {
        if (threads == 1) return;
        Spread(thread);
        lock (_gate)
        {
            int turn = _turn;
            if (_finished > 0) Fail(NotReached());
            if (_failure is null && ++_waiting == threads)
            {
                (_waiting, _turn) = (0, turn + 1);
                Monitor.PulseAll(_gate);
                return;
            }

            while (_turn == turn && _failure is null) Monitor.Wait(_gate);
            if (_turn == turn) throw new BrokenGroupException();
        }
    }

    /// <summary>A piece of shared memory: the k-th that one thread takes is the k-th that every other thread takes.</summary>
    public unsafe ArrayView<T> AllocateShared<T>(int thread, int number, int length)
        where T : unmanaged
    {
        if (threads > 1) Spread(thread);
        lock (_shareGate)
        {
            if (number == _shared.Count) _shared.Add((typeof(T), pad.Shared.Take(length * sizeof(T))));
            (Type type, ArrayView<byte> block) = _shared[number];
            if (type != typeof(T) || block.Length != length * sizeof(T))
                throw new InvalidOperationException($"the threads of a group do not agree on their shared memory number {number}");
            return block.Cast<T>();
        }
    }

    /// <summary>Gives every thread a real one; this one goes on as the first.</summary>
    private void Spread(int thread)
    {
        if (_isSpread) return;
        if (thread > 0) throw NotReached();
        (_isSpread, _running) = (true, threads - 1);
        for (int place = 1; place < threads; place++)
        {
            int other = place;
            pad.Start(place, () => RunOnItsOwn(other));
        }
    }

    private void RunOnItsOwn(int thread)
    {
        RunThread(thread);
        lock (_end)
        {
            if (--_running == 0) Monitor.Pulse(_end);
        }
    }

    private void RunThread(int thread)
    {
        try
        {
            new KernelThread(this, thread).Run(kernel);
            if (_isSpread) Finish();
        }
        catch (BrokenGroupException)
        {
            // Another thread has failed.
        }
        catch (Exception failure) when (_isSpread)
        {
            lock (_gate) Fail(failure);
        }
    }

    private void Finish()
    {
        lock (_gate)
        {
            _finished++;
            if (_waiting > 0) Fail(NotReached());
        }
    }

    // The caller holds the gate.
    private void Fail(Exception failure)
    {
        _failure ??= ExceptionDispatchInfo.Capture(failure);
        Monitor.PulseAll(_gate);
    }

    private InvalidOperationException NotReached() => new($"not all threads of group {index} reach a barrier that others wait at");
}
