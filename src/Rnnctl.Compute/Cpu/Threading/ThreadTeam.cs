using System.Diagnostics;

namespace Rnnctl.Compute.Cpu.Threading;

/// <summary>
/// A fixed team of threads that run the parts of a job together: part 0 on the calling thread, one part on each other thread. The caller also runs the parts
/// that no other thread has begun when its own is done, so that on a busy machine a job does not wait for a core. A worker that has begun can still lose its
/// core to another program; where the caller had to wait for one longer than for its own part, it works alone for a while, and then tries again. The result
/// does not depend on who runs a part. Between jobs the workers spin for a while, so that the next job starts within a microsecond; then they sleep.
/// </summary>
internal sealed unsafe class ThreadTeam : IDisposable
{
    // The caller computes so many numbers alone in five to ten microseconds, before a sleeping worker would have begun.
    private const long FewNumbers = 20_000;

    // A core does so many multiplications of a product in the time that it needs for one number of an elementwise job.
    private const long ProductsPerNumber = 10;

    // The caller works alone for so many times the time that it had to wait.
    private const long TimesAlone = 4;

    private const int SpinsBeforeSleep = 20_000;

    // A quarter of a millisecond, in which most waits end. A thread that gives its core to another program earlier waits for a slice of the scheduler, three
    // milliseconds and more.
    private const int SpinsBeforeYield = 4096;

    // A wait of half a millisecond is no part of a job that is a little longer than the caller's: the worker has lost its core.
    private static readonly long LongWait = Stopwatch.Frequency / 2000;

    private readonly Worker[] _workers;
    private readonly Alarm _done;
    private delegate*<void*, int, int, void> _run;
    private void* _job;
    private int _pending;
    private long _aloneUntil;
    private volatile bool _stopping;

    /// <summary>Creates a team; the number of threads includes the caller's own.</summary>
    public ThreadTeam(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Threads = threads;
        _done = new Alarm(() => Volatile.Read(ref _pending) == 0);
        _workers = new Worker[threads - 1];
        for (int i = 0; i < _workers.Length; i++) _workers[i] = new Worker(this, i + 1);
    }

    /// <summary>The number of threads.</summary>
    public int Threads { get; }

    /// <summary>The multiplications of a matrix product, in numbers that cost as much: a size for <see cref="Run{TJob}(TJob, long)"/>.</summary>
    public static long NumbersOfProduct(long rows, long depth, long columns) => rows * depth * columns / ProductsPerNumber;

    /// <summary>Runs the parts of a job of many numbers.</summary>
    public void Run<TJob>(TJob job)
        where TJob : unmanaged, IParallelJob => Run(job, long.MaxValue);

    /// <summary>
    /// Runs the parts of a job, as many as there are threads, and returns when all are done. The caller runs all parts of a small job: the parts, and with them
    /// the result, are the same.
    /// </summary>
    /// <param name="job">The job.</param>
    /// <param name="numbers">About how many numbers it computes.</param>
    public void Run<TJob>(TJob job, long numbers)
        where TJob : unmanaged, IParallelJob
    {
        if (_workers.Length == 0 || numbers < FewNumbers || Stopwatch.GetTimestamp() < _aloneUntil)
        {
            for (int part = 0; part < Threads; part++) job.Run(part, Threads);
            return;
        }

        long began = Stopwatch.GetTimestamp();
        _job = &job;
        _run = &RunPart<TJob>;
        Volatile.Write(ref _pending, _workers.Length);
        foreach (Worker worker in _workers) worker.Wake();
        job.Run(0, Threads);
        foreach (Worker worker in _workers)
        {
            if (!worker.TryBegin()) continue;
            job.Run(worker.Part, Threads);
            EndPart();
        }

        long finished = Stopwatch.GetTimestamp();
        _done.Wait();
        long end = Stopwatch.GetTimestamp(), waited = end - finished;
        if (waited > LongWait && waited > finished - began) _aloneUntil = end + (TimesAlone * waited);
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        _stopping = true;
        foreach (Worker worker in _workers) worker.Dispose();
        _done.Dispose();
    }

    private static void RunPart<TJob>(void* job, int part, int parts)
        where TJob : unmanaged, IParallelJob => ((TJob*)job)->Run(part, parts);

    private void EndPart()
    {
        if (Interlocked.Decrement(ref _pending) == 0) _done.Ring();
    }

    /// <summary>Pauses briefly. Seldom it yields the core: on a shared core, the thread that is waited for may need it.</summary>
    private static void Spin(int spins)
    {
        if (spins % SpinsBeforeYield == SpinsBeforeYield - 1) Thread.Yield();
        else Thread.SpinWait(4);
    }

    private sealed class Worker : IDisposable
    {
        private readonly ThreadTeam _team;
        private readonly Alarm _called;
        private readonly Thread _thread;
        private int _calls;
        private int _begun;

        public Worker(ThreadTeam team, int part)
        {
            _team = team;
            Part = part;
            _called = new Alarm(() => IsCalled);
            _thread = new Thread(Loop) { IsBackground = true, Name = $"compute {part}" };
            _thread.Start();
        }

        public int Part { get; }

        private bool IsCalled => Volatile.Read(ref _calls) != Volatile.Read(ref _begun);

        /// <summary>Takes the part of the latest job; false if it is taken already.</summary>
        public bool TryBegin()
        {
            int call = Volatile.Read(ref _calls);
            return Interlocked.CompareExchange(ref _begun, call, call - 1) == call - 1;
        }

        public void Wake()
        {
            Interlocked.Increment(ref _calls);
            _called.Ring();
        }

        public void Dispose()
        {
            Wake();
            _thread.Join();
            _called.Dispose();
        }

        private void Loop()
        {
            while (true)
            {
                _called.Wait();
                if (_team._stopping) return;
                if (!TryBegin()) continue;
                _team._run(_team._job, Part, _team.Threads);
                _team.EndPart();
            }
        }
    }

    /// <summary>The wait of one thread for what other threads bring about: it spins for a while, and then it sleeps.</summary>
    /// <param name="hasHappened">Whether it has been brought about.</param>
    private sealed class Alarm(Func<bool> hasHappened) : IDisposable
    {
        private readonly AutoResetEvent _bell = new(false);
        private int _asleep;

        public void Wait()
        {
            for (int spins = 0; spins < SpinsBeforeSleep; spins++)
            {
                if (hasHappened()) return;
                Spin(spins);
            }

            while (!hasHappened())
            {
                Interlocked.Exchange(ref _asleep, 1);

                // It may have happened in the meantime. If the other thread's ring saw the flag, the bell rings or will, and this thread must hear it.
                if (!hasHappened() || Interlocked.Exchange(ref _asleep, 0) == 0) _bell.WaitOne();
            }
        }

        /// <summary>To be called after it was brought about.</summary>
        public void Ring()
        {
            if (Interlocked.Exchange(ref _asleep, 0) == 1) _bell.Set();
        }

        public void Dispose() => _bell.Dispose();
    }
}
