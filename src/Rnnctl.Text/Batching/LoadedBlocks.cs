namespace Rnnctl.Text.Batching;

/// <summary>The blocks of a text that streams are in. Streams in the same block share it.</summary>
/// <param name="text">The text.</param>
internal sealed class LoadedBlocks(EncodedText text) : IDisposable
{
    // Memory of a longer block, of a line of very many words, is not used again: each stream would come to hold so much.
    private const int MostReused = 1 << 16;

    private readonly BlockReader _reader = text.OpenBlocks();
    private readonly Dictionary<int, LoadedBlock> _loaded = [];
    private readonly Stack<LoadedBlock> _free = [];

    /// <summary>Gives a stream a block, which is read unless another stream is in it.</summary>
    /// <exception cref="InputException">Its file can't be read or has changed.</exception>
    public LoadedBlock Acquire(int number)
    {
        if (!_loaded.TryGetValue(number, out LoadedBlock? block))
        {
            ReadOnlySpan<int> right = _reader.Read(text.Blocks[number]);
            block = _free.Count > 0 ? _free.Pop() : new LoadedBlock();
            block.Fill(number, right);
            _loaded.Add(number, block);
        }

        block.Streams++;
        return block;
    }

    /// <summary>Takes a block from a stream.</summary>
    public void Release(LoadedBlock block)
    {
        if (--block.Streams > 0) return;
        _loaded.Remove(block.Number);
        if (block.Capacity <= MostReused) _free.Push(block);
    }

    /// <summary>Closes the files.</summary>
    public void Dispose() => _reader.Dispose();
}

/// <summary>A block in memory.</summary>
internal sealed class LoadedBlock
{
    private int[] _right = [];
    private int _places;

    /// <summary>The number of the block in the text.</summary>
    public int Number { get; private set; }

    /// <summary>The streams that are in it.</summary>
    public int Streams { get; set; }

    /// <summary>The number of places that it has memory for.</summary>
    public int Capacity => _right.Length;

    /// <summary>The symbol on the right of each place.</summary>
    public ReadOnlySpan<int> Right => _right.AsSpan(0, _places);

    /// <summary>Takes a block's symbols.</summary>
    public void Fill(int number, ReadOnlySpan<int> right)
    {
        PackedLayout.EnsureLength(ref _right, right.Length);
        right.CopyTo(_right);
        (Number, _places) = (number, right.Length);
    }
}
