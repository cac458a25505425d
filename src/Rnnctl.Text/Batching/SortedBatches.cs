using System.Runtime.InteropServices;

namespace Rnnctl.Text.Batching;

/// <summary>What plans of batches share: sequences are collected, sorted and cut into batches, in memory that is kept from plan to plan.</summary>
/// <param name="limit">How large a batch may be.</param>
/// <param name="tokensOf">How many tokens a sequence counts for; those with none are in no batch.</param>
internal sealed class SortedBatches(BatchLimit limit, Func<int, int> tokensOf)
{
    private readonly LengthSort _sort = new();
    private readonly List<(int Start, int Length)> _batches = [];
    private int[] _sequences = [];
    private int[] _sorted = [];
    private int _collected;

    /// <summary>How many batches there are.</summary>
    public int Count => _batches.Count;

    /// <summary>The sequences of a batch. Good until the next collecting.</summary>
    public ReadOnlySpan<int> this[int batch] => _sequences.AsSpan(_batches[batch].Start, _batches[batch].Length);

    private Span<int> Collected => _sequences.AsSpan(0, _collected);

    /// <summary>Collects the sequences from 0 on that have tokens, in order, in place of all that was here.</summary>
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

    /// <summary>Shuffles the sequences that were collected.</summary>
    public void ShuffleSequences(Random random) => random.Shuffle(Collected);

    /// <summary>Sorts them by length, shortest first; equal ones stay as they are.</summary>
    /// <param name="starts">Where each sequence starts, and at the end where the last one ends.</param>
    public void SortByLength(ReadOnlySpan<int> starts)
    {
        _sort.Ascending(starts, Collected, _sorted);
        (_sequences, _sorted) = (_sorted, _sequences);
    }

    /// <summary>Cuts them into batches, in their order.</summary>
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
