using System.Runtime.InteropServices;

namespace Rnnctl.Text.Batching;

/// <summary>
/// The batches of an epoch. A batch holds sentences, or pairs of sentences, of similar lengths, so that few of its steps are narrow. Pairs are sorted by the
/// target's length, then by the source's. Every sequence is in exactly one batch, but empty ones are in none. Planning again reuses the memory.
/// </summary>
public sealed class BatchPlan : IEpochPlan
{
    private readonly BatchLimit _limit;
    private readonly Func<int> _count;
    private readonly Func<int, int> _tokensOf;
    private readonly Func<ReadOnlySpan<int>>[] _sortKeys;
    private readonly LengthSort _sort = new();
    private readonly List<(int Start, int Length)> _batches = [];
    private int[] _sequences = [];
    private int[] _sorted = [];
    private int _planned;

    /// <summary>A plan of labelled sentences without batches; call <see cref="Shuffle"/> or <see cref="SortByLength"/>.</summary>
    public BatchPlan(EncodedCorpus corpus, BatchLimit limit)
        : this(limit, () => corpus.Sentences, corpus.LengthOf, () => corpus.Starts)
    {
    }

    /// <summary>A plan of sentence pairs without batches. A token limit counts sources and targets, each target with its end symbol.</summary>
    public BatchPlan(EncodedPairs pairs, BatchLimit limit)
        : this(limit, () => pairs.Count, pairs.TokensOf, () => pairs.Sources.Starts, () => pairs.Targets.Starts)
    {
    }

    /// <summary>A plan of sentences without batches.</summary>
    public BatchPlan(EncodedSentences sentences, BatchLimit limit)
        : this(limit, () => sentences.Count, sentences.LengthOf, () => sentences.Starts)
    {
    }

    /// <summary>A plan of sequences without batches.</summary>
    /// <param name="limit">The largest size of a batch.</param>
    /// <param name="count">Returns the number of sequences.</param>
    /// <param name="tokensOf">Returns the number of tokens of a sequence.</param>
    /// <param name="sortKeys">For each side the starts of its sequences and the end of the last one, <c>[count + 1]</c>; the last side sorts first.</param>
    internal BatchPlan(BatchLimit limit, Func<int> count, Func<int, int> tokensOf, params Func<ReadOnlySpan<int>>[] sortKeys) =>
        (_limit, _count, _tokensOf, _sortKeys) = (limit, count, tokensOf, sortKeys);

    /// <summary>The number of batches.</summary>
    public int Count => _batches.Count;

    /// <summary>The sequences of a batch. Valid until the next planning.</summary>
    public ReadOnlySpan<int> this[int batch] => _sequences.AsSpan(_batches[batch].Start, _batches[batch].Length);

    /// <summary>
    /// Plans an epoch of training: shuffles the sequences, sorts them by length (a stable sort), cuts them into batches, and shuffles the
    /// batches. The plan depends only on the corpus, the limit and the random numbers.
    /// </summary>
    /// <exception cref="InvalidOperationException">The two sides of pairs differ in the number of sentences.</exception>
    public void Shuffle(Random random)
    {
        Collect(_count());
        random.Shuffle(_sequences.AsSpan(0, _planned));
        CutByLength();
        random.Shuffle(CollectionsMarshal.AsSpan(_batches));
    }

    /// <summary>Plans a pass without random numbers: sequences sorted by length, equal lengths in the corpus's order, shortest batch first.</summary>
    /// <exception cref="InvalidOperationException">The two sides of pairs differ in the number of sentences.</exception>
    public void SortByLength()
    {
        Collect(_count());
        CutByLength();
    }

    private void Collect(int sequences)
    {
        if (_sequences.Length < sequences)
        {
            _sequences = new int[sequences];
            _sorted = new int[sequences];
        }

        _batches.Clear();
        _planned = 0;
        for (int sequence = 0; sequence < sequences; sequence++)
        {
            if (_tokensOf(sequence) > 0) _sequences[_planned++] = sequence;
        }
    }

    private void CutByLength()
    {
        // The sort is stable, so the key that counts most comes last.
        foreach (Func<ReadOnlySpan<int>> starts in _sortKeys)
        {
            _sort.Ascending(starts(), _sequences.AsSpan(0, _planned), _sorted);
            (_sequences, _sorted) = (_sorted, _sequences);
        }

        Cut();
    }

    private void Cut()
    {
        int start = 0;
        long tokens = 0;
        for (int place = 0; place < _planned; place++)
        {
            int length = _tokensOf(_sequences[place]);
            bool full = place - start == _limit.Sentences || (place > start && tokens + length > _limit.Tokens);
            if (full)
            {
                _batches.Add((start, place - start));
                (start, tokens) = (place, 0);
            }

            tokens += length;
        }

        if (start < _planned) _batches.Add((start, _planned - start));
    }
}
