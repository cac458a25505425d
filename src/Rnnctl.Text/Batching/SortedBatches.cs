using System.Runtime.InteropServices;

namespace Rnnctl.Text.Batching;

/// <summary>The shared part of batch plans: collects sequences, sorts them and cuts them into batches. Its memory is reused from plan to plan.</summary>
/// <param name="limit">The largest size of a batch.</param>
/// <param name="tokensOf">Returns the number of tokens of a sequence; empty sequences are in no batch.</param>
internal sealed class SortedBatches(BatchLimit limit, Func<int, int> tokensOf)
{
    private readonly LengthSort _sort = new();
    private readonly List<(int Start, int Length)> _batches = [];
    private int[] _sequences = [];
    private int[] _sorted = [];
    private int _collected;

    /// <summary>The number of batches.</summary>
    public int Count => _batches.Count;

    /// <summary>The sequences of a batch. Valid until the next collecting.</summary>
    public ReadOnlySpan<int> this[int batch] => _sequences.AsSpan(_batches[batch].Start, _batches[batch].Length);

    private Span<int> Collected => _sequences.AsSpan(0, _collected);

    /// <summary>Collects all sequences that have tokens, in order; the old plan is lost.</summary>
    public void Collect(int sequences)
    {
        if (_sequences.Length < sequences)
        {
            _sequences = new int[sequences];
            _sorted = new int[sequences];
        }

        _batches.Clear();
        _collected = 0;
        for (int sequence = 0; sequence < sequences; sequence++)
        {
            if (tokensOf(sequence) > 0)
            {
                _sequences[_collected++] = sequence;
            }
        }
    }

    /// <summary>Shuffles the collected sequences.</summary>
    public void ShuffleSequences(Random random) => random.Shuffle(Collected);

    /// <summary>Sorts the sequences by length, shortest first, with a stable sort.</summary>
    /// <param name="starts">Start of each sequence, then the end of the last one: <c>[count + 1]</c>.</param>
    public void SortByLength(ReadOnlySpan<int> starts)
    {
        _sort.Ascending(starts, Collected, _sorted);
        (_sequences, _sorted) = (_sorted, _sequences);
    }

    /// <summary>Cuts the sequences into batches, in their order.</summary>
    public void Cut()
    {
        int start = 0;
        long tokens = 0;
        for (int place = 0; place < _collected; place++)
        {
            int length = tokensOf(_sequences[place]);
            bool full = place - start == limit.Sentences || (place > start && tokens + length > limit.Tokens);
            if (full)
            {
                _batches.Add((start, place - start));
                (start, tokens) = (place, 0);
            }

            tokens += length;
        }

        if (start < _collected)
        {
            _batches.Add((start, _collected - start));
        }
    }

    /// <summary>Shuffles the batches.</summary>
    public void ShuffleBatches(Random random) => random.Shuffle(CollectionsMarshal.AsSpan(_batches));
}
