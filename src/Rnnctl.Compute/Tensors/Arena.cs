namespace Rnnctl.Compute.Tensors;

/// <summary>
/// Memory for the values of one batch: it is allocated from the front, and a reset frees all of it. After the largest batch the arena holds one block that
/// later batches reuse, so that a training step allocates nothing on the device or the managed heap. If a batch has more numbers than a tensor may have, the
/// arena uses several blocks; a tensor lies within one block.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
public sealed class Arena<T> : IDisposable
    where T : unmanaged
{
    private const int FirstBlock = 1 << 18;
    private const int AlignmentBytes = 64;

    // A new block has at least this share of the size of all earlier ones: few blocks, and little unused memory.
    private const int GrowthShare = 8;

    private readonly Func<int, Storage<T>> _allocate;
    private readonly int _largestBlock;
    private readonly List<Storage<T>> _blocks = [];
    private int _block;
    private long _used;

    /// <summary>An arena that takes its blocks from <paramref name="allocate"/>.</summary>
    /// <param name="allocate">Allocates memory for a number of elements.</param>
    /// <param name="largestBlock">The largest size of a block, in elements.</param>
    public Arena(Func<int, Storage<T>> allocate, int largestBlock = TensorSize.Most) => (_allocate, _largestBlock) = (allocate, largestBlock);

    /// <summary>The total number of elements of all blocks.</summary>
    public long Capacity
    {
        get
        {
            long capacity = 0;
            foreach (Storage<T> block in _blocks) capacity += block.Length;
            return capacity;
        }
    }

    /// <summary>Allocates a matrix with undefined content, valid until the next <see cref="Reset"/>.</summary>
    /// <exception cref="Devices.DeviceMemoryException">The tensor would be too large, or the device does not have enough memory left.</exception>
    public Tensor<T> Allocate(int rows, int columns)
    {
        int length = TensorSize.Of(rows, columns);
        while (_block < _blocks.Count && _used + length > _blocks[_block].Length) (_block, _used) = (_block + 1, 0);
        if (_block == _blocks.Count) AddBlock(length);
        var tensor = new Tensor<T>(_blocks[_block], (int)_used, rows, columns);
        _used = Aligned(_used + length);
        return tensor;
    }

    /// <summary>Frees all matrices. Several blocks are replaced by one block of their total size, or by as few blocks as possible.</summary>
    public void Reset()
    {
        (_block, _used) = (0, 0);
        long capacity = Capacity;
        if (_blocks.Count <= FewestBlocks(capacity)) return;
        Dispose();
        for (; capacity > 0; capacity -= _blocks[^1].Length) _blocks.Add(_allocate((int)Math.Min(capacity, _largestBlock)));
    }

    /// <summary>Releases all memory to the device.</summary>
    public void Dispose()
    {
        foreach (Storage<T> block in _blocks) block.Dispose();
        _blocks.Clear();
        (_block, _used) = (0, 0);
    }

    private static unsafe long Aligned(long length)
    {
        int alignment = AlignmentBytes / sizeof(T);
        return (length + alignment - 1) / alignment * alignment;
    }

    private long FewestBlocks(long capacity) => Math.Max(1, (capacity + _largestBlock - 1) / _largestBlock);

    private void AddBlock(int length)
    {
        long enough = Math.Min(Math.Max(FirstBlock, Capacity / GrowthShare), _largestBlock);
        _blocks.Add(_allocate((int)Math.Max(length, enough)));
        _used = 0;
    }
}
