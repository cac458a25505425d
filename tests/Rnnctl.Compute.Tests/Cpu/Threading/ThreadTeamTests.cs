using Rnnctl.Compute.Cpu.Threading;

namespace Rnnctl.Compute.Tests.Cpu.Threading;

public sealed unsafe class ThreadTeamTests
{
    [Theory]
    [InlineData(1, 5000)]
    [InlineData(2, 5000)]
    [InlineData(3, 200)]
    [InlineData(7, 30)]
    public void Every_part_of_every_job_runs_exactly_once_before_the_job_returns(int threads, int jobs)
    {
        using var team = new ThreadTeam(threads);
        int* counts = stackalloc int[threads];
        for (int job = 1; job <= jobs; job++)
        {
            team.Run(new CountJob(counts, threads));
            for (int part = 0; part < threads; part++) Assert.Equal(job, counts[part]);
        }
    }

    [Fact]
    public void Workers_that_fell_asleep_wake_for_the_next_job()
    {
        using var team = new ThreadTeam(3);
        int* counts = stackalloc int[3];
        for (int job = 1; job <= 8; job++)
        {
            // Long enough for the workers to stop spinning; some waits are close to this limit.
            Thread.Sleep(job % 2 == 0 ? 30 : 2 * job);
            team.Run(new CountJob(counts, 3));
            for (int part = 0; part < 3; part++) Assert.Equal(job, counts[part]);
        }
    }

    [Fact]
    public void The_caller_runs_part_0_and_the_parts_of_workers_that_have_not_begun()
    {
        const int Threads = 64;
        using var team = new ThreadTeam(Threads);
        int* threads = stackalloc int[Threads];
        int caller = Environment.CurrentManagedThreadId, ofCaller = 0;

        // Workers are asleep or wait for a core at least once in so many jobs. After a long wait the caller runs all parts for a while.
        for (int job = 0; job < 1000 && ofCaller is < 2 or Threads; job++)
        {
            if (ofCaller == Threads) Thread.Sleep(1);
            team.Run(new ThreadJob(threads));
            Assert.Equal(caller, threads[0]);
            ofCaller = new ReadOnlySpan<int>(threads, Threads).Count(caller);
        }

        Assert.InRange(ofCaller, 2, Threads - 1);
    }

    [Fact]
    public void The_caller_runs_all_parts_of_a_small_job()
    {
        using var team = new ThreadTeam(3);
        int* threads = stackalloc int[3];

        for (int job = 0; job < 100; job++)
        {
            new Span<int>(threads, 3).Clear();
            team.Run(new MeetingJob(threads, milliseconds: 1), numbers: 3);
            Assert.Equal(3, new ReadOnlySpan<int>(threads, 3).Count(Environment.CurrentManagedThreadId));
        }
    }

    [Fact]
    public void The_caller_works_alone_for_a_while_after_it_had_to_wait_long_for_a_worker()
    {
        using var team = new ThreadTeam(2);
        int* threads = stackalloc int[2];
        int caller = Environment.CurrentManagedThreadId;

        // The caller waits for the worker that sleeps within its part.
        do
        {
            new Span<int>(threads, 2).Clear();
            team.Run(new SleepingJob(threads, milliseconds: 200));
        }
        while (threads[1] == caller);

        new Span<int>(threads, 2).Clear();
        team.Run(new MeetingJob(threads, milliseconds: 100));

        Assert.Equal(caller, threads[0]);
        Assert.Equal(caller, threads[1]);
    }

    [Fact]
    public void Running_a_job_allocates_nothing()
    {
        using var team = new ThreadTeam(2);
        int* counts = stackalloc int[2];
        var job = new CountJob(counts, 2);
        for (int i = 0; i < 10; i++) team.Run(job);

        Assert.Equal(0, AllocatedBytes.Of(() =>
        {
            for (int i = 0; i < 100; i++) team.Run(job);
        }));
    }

    [Fact]
    public void A_team_without_threads_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new ThreadTeam(0));

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 3)]
    [InlineData(10, 3)]
    [InlineData(1_000_000_007, 7)]
    public void Shares_cover_all_pieces_once_and_differ_by_at_most_one(int pieces, int parts)
    {
        int end = 0;
        for (int part = 0; part < parts; part++)
        {
            (int first, int last) = Share.Of(pieces, part, parts);
            Assert.Equal(end, first);
            Assert.InRange(last - first, pieces / parts, (pieces / parts) + 1);
            end = last;
        }

        Assert.Equal(pieces, end);
    }

    private readonly struct CountJob(int* counts, int expectedParts) : IParallelJob
    {
        public void Run(int part, int parts)
        {
            // A wrong number of parts is recorded, because an exception on a worker's thread would end the process.
            Interlocked.Add(ref counts[part], parts == expectedParts ? 1 : 1_000_000);
        }
    }

    private readonly struct ThreadJob(int* threads) : IParallelJob
    {
        public void Run(int part, int parts) => threads[part] = Environment.CurrentManagedThreadId;
    }

    /// <summary>Part 0 gives the other parts the time to begin on threads of their own.</summary>
    private readonly struct MeetingJob(int* threads, int milliseconds) : IParallelJob
    {
        public void Run(int part, int parts)
        {
            threads[part] = Environment.CurrentManagedThreadId;
            if (part != 0) return;
            for (int waited = 0; waited < milliseconds && Volatile.Read(ref threads[1]) == 0; waited++) Thread.Sleep(1);
        }
    }

    /// <summary>The last part sleeps; part 0 ends as soon as that has begun.</summary>
    private readonly struct SleepingJob(int* threads, int milliseconds) : IParallelJob
    {
        public void Run(int part, int parts)
        {
            Volatile.Write(ref threads[part], Environment.CurrentManagedThreadId);
            if (part == parts - 1) Thread.Sleep(milliseconds);
            else for (int waited = 0; waited < milliseconds && Volatile.Read(ref threads[parts - 1]) == 0; waited++) Thread.Sleep(1);
        }
    }
}
