using Rnnctl.Compute.Devices;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Tests.Tensors;

public sealed class ArenaTests
{
    private readonly List<FakeStorage> _storages = [];

    [Fact]
    public void Every_matrix_begins_on_a_cache_line_and_overlaps_no_other()
    {
        using Arena<float> arena = NewArena();
        (int Rows, int Columns)[] shapes = [(1, 1), (3, 5), (16, 1), (0, 4), (1, 17)];
        Tensor<float>[] tensors = [.. shapes.Select(shape => arena.Allocate(shape.Rows, shape.Columns))];

        Assert.Equal([0, 16, 32, 48, 48], tensors.Select(tensor => tensor.Offset));
        Assert.All(tensors, tensor => Assert.Equal(tensor.Columns, tensor.Stride));
        Assert.Equal((3, 5), (tensors[1].Rows, tensors[1].Columns));
        Assert.Single(_storages);
    }

    [Fact]
    public void A_reset_makes_the_same_memory_available_again()
    {
        using Arena<float> arena = NewArena();
        Tensor<float> first = arena.Allocate(10, 10);
        arena.Reset();

        Assert.Equal(first, arena.Allocate(10, 10));
        Assert.Single(_storages);
    }

    [Fact]
    public void A_reset_replaces_several_blocks_with_one_of_their_total_size()
    {
        using Arena<float> arena = NewArena();
        Tensor<float> small = arena.Allocate(1, 100), large = arena.Allocate(1000, 1000), larger = arena.Allocate(3000, 1000);
        Assert.Equal(3, new[] { small, large, larger }.Select(tensor => tensor.Storage).Distinct().Count());
        long capacity = arena.Capacity;

        arena.Reset();

        Assert.Equal(capacity, arena.Capacity);
        Assert.Equal(_storages[^1].Length, arena.Capacity);
        Assert.Equal([true, true, true, false], _storages.Select(storage => storage.Disposed));
        foreach ((int rows, int columns) in new[] { (1, 100), (1000, 1000), (3000, 1000) }) arena.Allocate(rows, columns);
        arena.Reset();
        Assert.Equal(4, _storages.Count);
    }

    [Theory]
    [InlineData(1 << 20, 1 << 20, "[1048576, 1048576] would have 1,099,511,627,776 elements")]
    [InlineData(1, int.MaxValue, "[1, 2147483647] would have 2,147,483,647 elements")]
    [InlineData(22_000, 131_072, "[22000, 131072] would have 2,883,584,000 elements")]
    public void A_matrix_with_too_many_elements_is_refused_with_its_shape(int rows, int columns, string expected)
    {
        using Arena<float> arena = NewArena();

        DeviceMemoryException refusal = Assert.Throws<DeviceMemoryException>(() => arena.Allocate(rows, columns));
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("at most 2,147,418,112", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(_storages);
    }

    [Fact]
    public void A_batch_larger_than_a_tensor_takes_several_blocks()
    {
        using Arena<float> arena = NewArena();
        for (int batch = 0; batch < 2; batch++)
        {
            Tensor<float>[] tensors = [.. Enumerable.Range(0, 5).Select(_ => arena.Allocate(1, 1_000_000_000))];
            Assert.All(tensors, tensor => Assert.InRange(tensor.Offset, 0, tensor.Storage.Length - tensor.Count));
            Assert.Equal(5, tensors.Select(tensor => (tensor.Storage, tensor.Offset)).Distinct().Count());
            arena.Reset();
        }

        int taken = _storages.Count;
        for (int tensor = 0; tensor < 5; tensor++) arena.Allocate(1, 1_000_000_000);
        Assert.Equal(taken, _storages.Count);
        Assert.InRange(arena.Capacity, 5_000_000_000, 3L * TensorSize.Most);
    }

    [Fact]
    public void Blocks_grow_only_as_far_as_batches_need()
    {
        using Arena<float> arena = new(NewStorage, largestBlock: 1 << 20);
        for (int batch = 0; batch < 20; batch++)
        {
            for (int tensor = 0; tensor < 50; tensor++) arena.Allocate(1, 300_000 + (1000 * ((batch + tensor) % 7)));
            arena.Reset();
        }

        Assert.All(_storages, storage => Assert.InRange(storage.Length, 1, 1 << 20));
        Assert.InRange(arena.Capacity, 50 * 300_000, 2 * 50 * 310_000);
    }

    [Fact]
    public void Disposing_frees_every_block()
    {
        Arena<float> arena = NewArena();
        arena.Allocate(1, 1);
        arena.Allocate(1000, 1000);
        arena.Dispose();

        Assert.Equal(0, arena.Capacity);
        Assert.All(_storages, storage => Assert.True(storage.Disposed));
    }

    private Arena<float> NewArena() => new(NewStorage);

    private FakeStorage NewStorage(int length)
    {
        _storages.Add(new FakeStorage(length));
        return _storages[^1];
    }

    private sealed class FakeStorage(int length) : Storage<float>(length)
    {
        public bool Disposed { get; private set; }

        protected override void Dispose(bool disposing) => Disposed = true;
    }
}
