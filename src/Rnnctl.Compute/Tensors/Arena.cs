namespace Rnnctl.Compute.Tensors;

/// <summary>
/// Memory for the values of one batch, handed out from the front and taken back all at once. After the largest batch has been seen it holds one
/// block that is reused from then on, so that a training step asks neither the device nor the managed heap for anything. A batch of more numbers than a
/// tensor may have takes several blocks; a tensor lies in one of them.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
public sealed class Arena<T> : IDisposable
    where T : unmanaged
{
    private const int FirstBlock = 1 << 18;
    private const int AlignmentBytes = 64;

    // A block more is this share of all before it: few blocks, and little more memory than is used.
    private const int GrowthShare = 8;

    private readonly Func<int, Storage<T>> _allocate;
    private readonly int _largestBlock;
    private readonly List<Storage<T>> _blocks = [];
    private int _block;
    private long _used;

    /// <summary>An arena that takes its blocks from <paramref name="allocate"/>.</summary>
    /// <param name="allocate">Takes memory for so many elements.</param>
    /// <param name="largestBlock">The most elements of a block.</param>
    public Arena(Func<int, Storage<T>> allocate, int largestBlock = TensorSize.Most) => (_allocate, _largestBlock) = (allocate, largestBlock);

    /// <summary>The elements that all blocks hold together.</summary>
    public long Capacity
    {
        get
        {
            long capacity = 0;
            foreach (Storage<T> block in _blocks) capacity += block.Length;
            return capacity;
        }
    }

    /// <summary>A matrix of undefined content that lives until the next <see cref="Reset"/>.</summary>
    /// <exception cref="Devices.DeviceMemoryException">No tensor can be that large, or the device has not that much memory left.</exception>
    public Tensor<T> Allocate(int rows, int columns)
    {
        int length = TensorSize.Of(rows, columns);
        while (_block < _blocks.Count && _used + length > _blocks[_block].Length) (_block, _used) = (_block + 1, 0);
        if (_block == _blocks.Count) AddBlock(length);
        var tensor = new Tensor<T>(_blocks[_block], (int)_used, rows, columns);
        _used = Aligned(_used + length);
        return tensor;
    }

    /// <summary>Takes everything back; several blocks become one that is as large as all of them, or as few as can be.</summary>
    public void Reset()
    {
        (_block, _used) = (0, 0);
        long capacity = Capacity;
        if (_blocks.Count <= FewestBlocks(capacity)) return;
        Dispose();
        for (; capacity > 0; capacity -= _blocks[^1].Length) _blocks.Add(_allocate((int)Math.Min(capacity, _largestBlock)));
    }

    /// <summary>Gives all memory back to the device.</summary>
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
