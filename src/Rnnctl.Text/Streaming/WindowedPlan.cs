using Rnnctl.Text.Batching;

namespace Rnnctl.Text.Streaming;

/// <summary>
/// The batches of an epoch of indexed sentences. The corpus is cut into blocks of consecutive sentences; the blocks are shuffled and put together to windows,
/// and a window's sentences are planned as a whole corpus is (<see cref="BatchPlan"/>). So the text that is read at a time is that of a window, and memory is
/// needed for one window. A corpus of one window has the batches that it would have in memory.
/// </summary>
internal sealed class WindowedPlan : IEpochPlan
{
    /// <summary>The usual number of sentences of a window: hundreds of batches of any usual size.</summary>
    public const int UsualWindow = 1 << 20;

    /// <summary>The usual number of sentences of a block.</summary>
    public const int UsualBlock = 1 << 10;

    private readonly SentenceIndex _index;
    private readonly BatchLimit _limit;
    private readonly BatchPlan _plan;
    private readonly bool _pairs;
    private readonly int _blockSize, _blocksOfWindow;
    private readonly IndexedSentence[] _block;
    private readonly int[] _blocks, _firstBatches, _numbers, _firstStarts, _secondStarts;
    private Random? _random;
    private int _window, _count;
    private int[] _batch = [];

    /// <summary>A plan without batches.</summary>
    /// <param name="index">The sentences.</param>
    /// <param name="pairs">Whether they are pairs of source and target.</param>
    /// <param name="limit">The largest size of a batch.</param>
    /// <param name="window">The most sentences of a window.</param>
    /// <param name="block">The sentences of a block.</param>
    public WindowedPlan(SentenceIndex index, bool pairs, BatchLimit limit, int window = UsualWindow, int block = UsualBlock)
    {
        (_index, _pairs, _limit) = (index, pairs, limit);
        int most = Math.Min(window, index.Count);
        (_blockSize, _blocksOfWindow) = (block, Math.Max(1, window / block));
        _block = new IndexedSentence[block];
        _blocks = new int[(index.Count + (long)block - 1) / block];
        _firstBatches = new int[((_blocks.Length + _blocksOfWindow - 1) / _blocksOfWindow) + 1];
        (_numbers, _firstStarts, _secondStarts) = (new int[most], new int[most + 1], new int[pairs ? most + 1 : 0]);
        Func<ReadOnlySpan<int>>[] keys = pairs ? [() => _firstStarts, () => _secondStarts] : [() => _firstStarts];
        _plan = new BatchPlan(limit, () => _count, TokensOf, keys);
    }

    /// <inheritdoc/>
    public int Count => _firstBatches[^1];

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The batch is in a window before that of the last call.</exception>
    public ReadOnlySpan<int> this[int batch]
    {
        get
        {
            if (batch < _firstBatches[_window]) throw new InvalidOperationException("The batches of an epoch are asked for in order.");
            while (batch >= _firstBatches[_window + 1]) Enter(_window + 1);
            ReadOnlySpan<int> places = _plan[batch - _firstBatches[_window]];
            if (_batch.Length < places.Length) _batch = new int[2 * places.Length];
            for (int place = 0; place < places.Length; place++) _batch[place] = _numbers[places[place]];
            return _batch.AsSpan(0, places.Length);
        }
    }

    /// <inheritdoc/>
    public void Shuffle(Random random)
    {
        _random = random;
        for (int block = 0; block < _blocks.Length; block++) _blocks[block] = block;
        if (_firstBatches.Length > 2) random.Shuffle(_blocks);
        for (int window = 0; window + 1 < _firstBatches.Length; window++) _firstBatches[window + 1] = checked(_firstBatches[window] + BatchesIn(window));
        if (_blocks.Length > 0) Enter(0);
    }

    /// <summary>How many batches a window has. Its length-sorted sentences decide, not their order.</summary>
    private int BatchesIn(int window)
    {
        if (_limit.Tokens == int.MaxValue) return (SizeOf(window) + _limit.Sentences - 1) / _limit.Sentences;
        Read(window);
        _plan.SortByLength();
        return _plan.Count;
    }

    private int SizeOf(int window)
    {
        int size = 0;
        foreach (int block in BlocksOf(window)) size += SizeOfBlock(block);
        return size;
    }

    /// <summary>Plans a window. The windows are planned in order, since the random numbers go on.</summary>
    private void Enter(int window)
    {
        _window = window;
        Read(window);
        _plan.Shuffle(_random!);
    }

    private void Read(int window)
    {
        _count = 0;
        foreach (int number in BlocksOf(window))
        {
            Span<IndexedSentence> block = _block.AsSpan(0, SizeOfBlock(number));
            _index.Read(number * _blockSize, block);
            for (int place = 0; place < block.Length; place++, _count++)
            {
                _numbers[_count] = (number * _blockSize) + place;

                // Only differences are read, so that a sum may overflow.
                _firstStarts[_count + 1] = unchecked(_firstStarts[_count] + block[place].FirstLength);
                if (_pairs) _secondStarts[_count + 1] = unchecked(_secondStarts[_count] + block[place].SecondLength);
            }
        }
    }

    private int TokensOf(int place) => (_firstStarts[place + 1] - _firstStarts[place]) + (_pairs ? _secondStarts[place + 1] - _secondStarts[place] + 1 : 0);

    private ReadOnlySpan<int> BlocksOf(int window)
    {
        int first = window * _blocksOfWindow;
        return _blocks.AsSpan(first, Math.Min(_blocksOfWindow, _blocks.Length - first));
    }

    private int SizeOfBlock(int block) => Math.Min(_blockSize, _index.Count - (block * _blockSize));
}
