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
    public void After_a_reset_the_same_memory_is_handed_out_again()
    {
        using Arena<float> arena = NewArena();
        Tensor<float> first = arena.Allocate(10, 10);
        arena.Reset();

        Assert.Equal(first, arena.Allocate(10, 10));
        Assert.Single(_storages);
    }

    [Fact]
    public void Several_blocks_become_one_that_is_as_large_as_all_of_them()
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

    [Fact]
    public void A_matrix_that_no_memory_can_hold_is_refused()
    {
        using Arena<float> arena = NewArena();

        Assert.Throws<OverflowException>(() => arena.Allocate(1 << 20, 1 << 20));
    }

    [Fact]
    public void Disposing_gives_every_block_back()
    {
        Arena<float> arena = NewArena();
        arena.Allocate(1, 1);
        arena.Allocate(1000, 1000);
        arena.Dispose();

        Assert.Equal(0, arena.Capacity);
        Assert.All(_storages, storage => Assert.True(storage.Disposed));
    }

    private Arena<float> NewArena() => new(length =>
    {
        _storages.Add(new FakeStorage(length));
        return _storages[^1];
    });

    private sealed class FakeStorage(int length) : Storage<float>(length)
    {
        public bool Disposed { get; private set; }

        protected override void Dispose(bool disposing) => Disposed = true;
    }
}
