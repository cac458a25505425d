using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using Rnnctl.Ilgpu.StandIn.Execution;

namespace Rnnctl.Ilgpu.Tests.StandIn;

/// <summary>The stand-in is stricter than a GPU: what would be read or written somewhere else there, or hang, is an exception here.</summary>
public sealed class KernelTests : IDisposable
{
    private const int Threads = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Context _context = Context.Create(_ => { });
    private readonly Accelerator _accelerator;
    private readonly AcceleratorStream _stream;

    public KernelTests()
    {
        _accelerator = new CPUDevice(4, 2, 1).CreateAccelerator(_context);
        _stream = _accelerator.CreateStream();
    }

    public void Dispose()
    {
        _stream.Dispose();
        _accelerator.Dispose();
        _context.Dispose();
    }

    [Fact]
    public async Task Every_thread_of_every_group_runs_once()
    {
        int[] ran = await Run(WriteOne, groups: 3, length: 24);
        Assert.Equal(Enumerable.Range(1, 24), ran);

        static void WriteOne(ArrayView<int> target, int count)
        {
            int place = (Grid.IdxX * Group.DimX) + Group.IdxX;
            target[place] = place + (count / (Grid.DimX * Group.DimX));
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    public async Task An_element_beyond_a_view_throws(int index)
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Run(Read, groups: 1, length: 4, argument: index));

        static void Read(ArrayView<int> target, int at) => target[0] = target[at];
    }

    [Fact]
    public void Views_of_more_than_there_is_throw()
    {
        using MemoryBuffer1D<float, Stride1D.Dense> buffer = _accelerator.Allocate1D<float>(10);
        ArrayView<float> view = buffer.View.BaseView.SubView(2, 6);
        Assert.Throws<ArgumentOutOfRangeException>(() => view.SubView(3, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => view.SubView(-1, 2));
        Assert.Equal(3, view.Cast<double>().Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => view.CopyFromCPU(_stream, new float[7]));
        Assert.Throws<ArgumentOutOfRangeException>(() => default(ArrayView<int>)[0]);
    }

    [Fact]
    public void Memory_that_was_given_back_is_not_read()
    {
        MemoryBuffer1D<float, Stride1D.Dense> buffer = _accelerator.Allocate1D<float>(10);
        buffer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => buffer.View.BaseView[0]);
    }

    [Fact]
    public void New_memory_holds_no_number()
    {
        using MemoryBuffer1D<float, Stride1D.Dense> floats = _accelerator.Allocate1D<float>(11);
        using MemoryBuffer1D<double, Stride1D.Dense> doubles = _accelerator.Allocate1D<double>(11);
        for (int i = 0; i < 11; i++) Assert.True(float.IsNaN(floats.View.BaseView[i]) && double.IsNaN(doubles.View.BaseView[i]));
    }

    [Fact]
    public async Task Threads_meet_at_a_barrier()
    {
        int[] sums = await Run(AddNeighbour, groups: 5, length: 5 * Threads);
        Assert.Equal(Enumerable.Range(0, 5).SelectMany(_ => Enumerable.Range(0, Threads).Select(i => i + ((i + 1) % Threads))), sums);

        static void AddNeighbour(ArrayView<int> target, int count)
        {
            ArrayView<int> shared = SharedMemory.Allocate<int>(Threads);
            for (int round = 0; round < 20; round++)
            {
                shared[Group.IdxX] = Group.IdxX;
                Group.Barrier();
                int sum = shared[Group.IdxX] + shared[(Group.IdxX + 1) % Group.DimX];
                Group.Barrier();
                target[(Grid.IdxX * Group.DimX) + Group.IdxX] = sum;
                shared[Group.IdxX] = -1;
                Group.Barrier();
            }
        }
    }

    [Fact]
    public async Task A_barrier_that_the_first_thread_does_not_reach_throws()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Run(SkipFirst, groups: 2, length: 1));

        static void SkipFirst(ArrayView<int> target, int count)
        {
            if (Group.IdxX > 0) Group.Barrier();
        }
    }

    [Fact]
    public async Task A_barrier_that_the_last_thread_does_not_reach_throws()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Run(SkipLast, groups: 2, length: 1));

        static void SkipLast(ArrayView<int> target, int count)
        {
            if (Group.IdxX < Group.DimX - 1) Group.Barrier();
        }
    }

    [Fact]
    public async Task One_barrier_more_for_some_threads_throws()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Run(WaitTwice, groups: 2, length: 1));

        static void WaitTwice(ArrayView<int> target, int count)
        {
            Group.Barrier();
            if (Group.IdxX % 2 == 0) Group.Barrier();
        }
    }

    [Fact]
    public async Task What_one_thread_throws_reaches_the_caller_though_the_others_wait()
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Run(ReadBeyond, groups: 2, length: 1));
        int[] seven = await Run(WriteSeven, groups: 1, length: 1);
        Assert.Equal([7], seven);

        static void ReadBeyond(ArrayView<int> target, int count)
        {
            Group.Barrier();
            if (Group.IdxX == 3) target[count] = 0;
            Group.Barrier();
        }

        static void WriteSeven(ArrayView<int> target, int count)
        {
            Group.Barrier();
            if (Group.IdxX == 0) target[0] = 7;
        }
    }

    [Fact]
    public async Task Shared_memory_is_garbage_for_each_group_and_the_same_for_all_its_threads()
    {
        int[] seen = await Run(LookThenWrite, groups: 4, length: 4 * Threads);
        Assert.All(seen, words => Assert.Equal(1, words));

        static void LookThenWrite(ArrayView<int> target, int count)
        {
            ArrayView<int> first = SharedMemory.Allocate<int>(4), second = SharedMemory.Allocate<int>(4);
            bool isGarbage = first[3] == unchecked((int)Garbage.Word) && second[3] == unchecked((int)Garbage.Word);
            Group.Barrier();
            if (Group.IdxX == 2) (first[3], second[3]) = (5, 6);
            Group.Barrier();
            target[(Grid.IdxX * Group.DimX) + Group.IdxX] = isGarbage && first[3] == 5 && second[3] == 6 ? 1 : 0;
        }
    }

    [Fact]
    public async Task Threads_must_agree_on_shared_memory_and_may_not_take_more_than_every_GPU_has()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Run(Disagree, groups: 1, length: 1));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Run(TakeTooMuch, groups: 1, length: 1));

        static void Disagree(ArrayView<int> target, int count) => SharedMemory.Allocate<int>(4 + Group.IdxX);

        static void TakeTooMuch(ArrayView<int> target, int count) => SharedMemory.Allocate<double>(5000);
    }

    [Fact]
    public void A_group_of_more_threads_than_the_device_has_throws()
    {
        Action<AcceleratorStream, KernelConfig, int, int> kernel = _accelerator.LoadKernel<int, int>(Nothing);
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel(_stream, new KernelConfig(1, Threads + 1), 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel(_stream, new KernelConfig(0, Threads), 0, 0));

        static void Nothing(int first, int second)
        {
        }
    }

    [Fact]
    public void A_kernel_takes_nothing_but_numbers_and_views_that_ILGPU_can_see()
    {
        int captured = 3;
        Assert.Throws<NotSupportedException>(() => _accelerator.LoadKernel<int, int>((first, second) => captured += first + second));
        Assert.Throws<NotSupportedException>(() => _accelerator.LoadKernel<(int, bool), int>(TakeFlag));
        Assert.Throws<NotSupportedException>(() => _accelerator.LoadKernel<(int, string), int>(TakeText));
        Assert.Throws<NotSupportedException>(() => _accelerator.LoadKernel<Hidden, int>(TakeHidden));

        static void TakeFlag((int Number, bool Flag) first, int second)
        {
        }

        static void TakeText((int Number, string Text) first, int second)
        {
        }

        static void TakeHidden(Hidden first, int second)
        {
        }
    }

    [Fact]
    public void Outside_a_kernel_there_is_no_group() => Assert.Throws<InvalidOperationException>(() => Group.IdxX);

    private async Task<int[]> Run(Action<ArrayView<int>, int> kernel, int groups, int length, int? argument = null)
    {
        using MemoryBuffer1D<int, Stride1D.Dense> buffer = _accelerator.Allocate1D<int>(length);
        int[] result = new int[length];
        ArrayView<int> view = buffer.View.BaseView;
        await Task.Run(() => _accelerator.LoadKernel(kernel)(_stream, new KernelConfig(groups, Threads), view, argument ?? length)).WaitAsync(Patience);
        view.CopyToCPU(_stream, result);
        return result;
    }

    private readonly struct Hidden
    {
        public int Number { get; init; }
    }
}
