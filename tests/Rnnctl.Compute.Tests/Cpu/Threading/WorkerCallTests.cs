using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;

namespace Rnnctl.Compute.Tests.Cpu.Threading;

public sealed class WorkerCallTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Work_runs_once_for_each_worker(int threads)
    {
        using Backend<float> backend = CpuDevice.Open<float>(threads);
        Assert.Equal(threads, backend.Workers.Count);
        Assert.All(backend.Workers, worker => Assert.Equal(1, worker.Threads));
        var counts = new int[threads];
        for (int call = 1; call <= 50; call++)
        {
            backend.RunOnWorkers(worker => Interlocked.Increment(ref counts[worker]));
            Assert.All(counts, count => Assert.Equal(call, count));
        }
    }

    [Fact]
    public void The_exception_of_the_first_worker_that_throws_is_thrown_after_all_have_ended()
    {
        using Backend<float> backend = CpuDevice.Open<float>(threads: 4);
        var ended = new bool[4];
        var failure = Assert.Throws<InvalidOperationException>(() => backend.RunOnWorkers(worker =>
        {
            if (worker == 0) Thread.Sleep(20);
            ended[worker] = true;
            if (worker is 1 or 2) throw new InvalidOperationException($"worker {worker}");
        }));
        Assert.Equal("worker 1", failure.Message);
        Assert.All(ended, Assert.True);
        backend.RunOnWorkers(worker => ended[worker] = false);
        Assert.All(ended, Assert.False);
    }

    [Fact]
    public void A_call_allocates_nothing()
    {
        using Backend<float> backend = CpuDevice.Open<float>(threads: 2);
        var counts = new int[2];
        Action<int> work = worker => counts[worker]++;
        for (int call = 0; call < 10; call++) backend.RunOnWorkers(work);
        Assert.Equal(0, AllocatedBytes.Of(() =>
        {
            for (int call = 0; call < 100; call++) backend.RunOnWorkers(work);
        }));
    }
}
