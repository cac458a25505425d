namespace Rnnctl.Compute.Tensors;

/// <summary>
/// Memory for the values of one batch, handed out from the front and taken back all at once. After the largest batch has been seen it holds one
/// block that is reused from then on, so that a training step asks neither the device nor the managed heap for anything.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
public sealed class Arena<T> : IDisposable
    where T : unmanaged
{
    private const int FirstBlock = 1 << 18;
    private const int AlignmentBytes = 64;

    private readonly Func<int, Storage<T>> _allocate;
    private readonly List<Storage<T>> _blocks = [];
    private int _used;

    /// <summary>An arena that takes its blocks from <paramref name="allocate"/>.</summary>
    public Arena(Func<int, Storage<T>> allocate) => _allocate = allocate;

    /// <summary>The elements that all blocks hold together.</summary>
    public long Capacity => _blocks.Sum(block => (long)block.Length);

    /// <summary>A matrix of undefined content that lives until the next <see cref="Reset"/>.</summary>
    public unsafe Tensor<T> Allocate(int rows, int columns)
    {
        int alignment = AlignmentBytes / sizeof(T);
        int length = checked(((rows * columns) + alignment - 1) / alignment * alignment);
        if (_blocks.Count == 0 || _used + length > _blocks[^1].Length) AddBlock(length);
        var tensor = new Tensor<T>(_blocks[^1], _used, rows, columns);
        _used += length;
        return tensor;
    }

    /// <summary>Takes everything back; several blocks become one that is as large as all of them.</summary>
    public void Reset()
    {
        _used = 0;
        if (_blocks.Count <= 1) return;
        int capacity = checked((int)Capacity);
        Dispose();
        _blocks.Add(_allocate(capacity));
    }

    /// <summary>Gives all memory back to the device.</summary>
    public void Dispose()
    {
        foreach (Storage<T> block in _blocks) block.Dispose();
        _blocks.Clear();
        _used = 0;
    }

    private void AddBlock(int length)
    {
        int last = _blocks.Count == 0 ? FirstBlock : _blocks[^1].Length;
        _blocks.Add(_allocate(Math.Max(length, last)));
        _used = 0;
    }
}
