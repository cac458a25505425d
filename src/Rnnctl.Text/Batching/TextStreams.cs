using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Batching;

/// <summary>
/// A text cut into parallel streams of nearly equal length, longer ones first, which are read together in windows of some steps. Backward, the streams are
/// those of the reversed text. Every place of the text is in one window. The text's blocks stand in their own order, or in a shuffled one.
/// </summary>
public sealed class TextStreams : IDisposable
{
    private readonly long _length, _longer;
    private readonly LoadedBlocks _loaded;
    private readonly int[] _order;
    private readonly long[] _starts;
    private readonly long[] _keptStarts;
    private readonly StreamPosition[] _positions;

    /// <summary>Cuts a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">The most streams; a short text has fewer, so that each has the steps of a window.</param>
    /// <param name="window">The steps of a window.</param>
    public TextStreams(EncodedText text, int most, int window)
    {
        (Text, Window, _loaded) = (text, window, new LoadedBlocks(text));
        Count = (int)Math.Clamp(text.Places / window, 1, most);
        (_length, _longer) = (text.Places / Count, text.Places % Count);
        long longest = LengthOf(0);
        Windows = checked((int)((longest / window) + (longest % window == 0 ? 0 : 1)));
        _positions = [.. Enumerable.Range(0, 2 * Count).Select(_ => new StreamPosition())];
        (_order, _starts) = (new int[text.Blocks.Count], new long[text.Blocks.Count + 1]);
        Order(shuffle: null);
        _keptStarts = text.Kept is null ? [] : [.. _starts];
    }

    /// <summary>The text.</summary>
    public EncodedText Text { get; }

    /// <summary>The most steps of a window.</summary>
    public int Window { get; }

    /// <summary>The number of streams.</summary>
    public int Count { get; }

    /// <summary>The number of windows.</summary>
    public int Windows { get; }

    /// <summary>Puts the blocks in an order that depends on the random numbers alone.</summary>
    public void Shuffle(Random random) => Order(random);

    /// <summary>Closes the text's files.</summary>
    public void Dispose() => _loaded.Dispose();

    /// <summary>The streams that reach a window, and the places of the window in all of them.</summary>
    public (int Streams, int Places) SizeOf(int window)
    {
        int streams = 0, places = 0;
        for (; streams < Count && LengthOf(streams, window) is > 0 and var length; streams++) places += length;
        return (streams, places);
    }

    /// <summary>The streams of one of several parts. They follow each other, since the longer ones come first.</summary>
    public Range Part(int part, int parts) => (int)((long)Count * part / parts)..(int)((long)Count * (part + 1) / parts);

    /// <summary>The number of places of a stream in a window; 0 or less if the stream ends before it.</summary>
    internal int LengthOf(int stream, int window) => (int)Math.Min(Window, LengthOf(stream) - ((long)window * Window));

    /// <summary>The number of places of a stream.</summary>
    internal long LengthOf(int stream) => _length + (stream < _longer ? 1 : 0);

    /// <summary>Reads places of a stream, in the direction of the text.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="first">The number of the first place in the stream, counted in the direction in which the stream is read.</param>
    /// <param name="reversed">Whether it is a stream of the reversed text; the last of the places is then the stream's first.</param>
    /// <param name="left">Gets the symbols on the left of the places.</param>
    /// <param name="right">Gets the symbols on the right of the places.</param>
    /// <exception cref="InputException">A file can't be read or has changed.</exception>
    internal void Read(int stream, long first, bool reversed, Span<int> left, Span<int> right)
    {
        long start = (stream * _length) + Math.Min(stream, _longer) + first;
        if (reversed) start = Text.Places - start - left.Length;
        StreamPosition position = _positions[(2 * stream) + (reversed ? 1 : 0)];

        // The block in which the stream goes on is read last, and stays.
        for (int done = 0; done < left.Length;)
        {
            int from = reversed ? left.Length - done - 1 : done;
            ReadOnlySpan<int> block = BlockAt(position, start + from);
            int place = (int)(start + from - _starts[position.Ordinal]);
            int count = Math.Min(left.Length - done, reversed ? place + 1 : block.Length - place);
            if (reversed) (from, place) = (from - count + 1, place - count + 1);
            Copy(block, place, left.Slice(from, count), right.Slice(from, count));
            done += count;
        }
    }

    private static void Copy(ReadOnlySpan<int> block, int place, Span<int> left, Span<int> right)
    {
        block.Slice(place, right.Length).CopyTo(right);
        for (int i = 0; i < left.Length; i++)
        {
            int before = place + i == 0 ? Vocabulary.EndId : block[place + i - 1];
            left[i] = before == Vocabulary.EndId ? Vocabulary.BeginId : before;
        }
    }

    /// <summary>The symbols on the right of the places of the block that holds a place.</summary>
    private ReadOnlySpan<int> BlockAt(StreamPosition position, long place)
    {
        if (position.Ordinal < 0 || place < _starts[position.Ordinal] || place >= _starts[position.Ordinal + 1]) Move(position, OrdinalOf(place));
        if (position.Block is { } block) return block.Right;
        int number = _order[position.Ordinal];
        return Text.Kept.AsSpan((int)_keptStarts[number], Text.Blocks[number].Places);
    }

    private void Move(StreamPosition position, int ordinal)
    {
        LoadedBlock? left = position.Block;
        (position.Ordinal, position.Block) = (ordinal, ordinal < 0 || Text.Kept is not null ? null : _loaded.Acquire(_order[ordinal]));
        if (left is not null) _loaded.Release(left);
    }

    /// <summary>The ordinal of the block that holds a place.</summary>
    private int OrdinalOf(long place)
    {
        int found = Array.BinarySearch(_starts, place);
        return found >= 0 ? found : ~found - 1;
    }

    private void Order(Random? shuffle)
    {
        foreach (StreamPosition position in _positions) Move(position, ordinal: -1);
        for (int block = 0; block < _order.Length; block++) _order[block] = block;
        shuffle?.Shuffle(_order);
        for (int ordinal = 0; ordinal < _order.Length; ordinal++) _starts[ordinal + 1] = _starts[ordinal] + Text.Blocks[_order[ordinal]].Places;
    }
}

/// <summary>Where a stream reads.</summary>
internal sealed class StreamPosition
{
    /// <summary>The place of its block in the order of the blocks; -1 before the first reading.</summary>
    public int Ordinal { get; set; } = -1;

    /// <summary>The block, where the text is not kept encoded.</summary>
    public LoadedBlock? Block { get; set; }
}
