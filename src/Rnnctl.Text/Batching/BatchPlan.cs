using System.Runtime.InteropServices;

namespace Rnnctl.Text.Batching;

/// <summary>
/// The batches of an epoch, each of sentences of about the same length, so that few steps of a batch are narrow. Planning again reuses the
/// memory. Sentences with no token are in no batch; every other is in exactly one.
/// </summary>
public sealed class BatchPlan
{
    private readonly EncodedCorpus _corpus;
    private readonly BatchLimit _limit;
    private readonly LengthSort _sort = new();
    private readonly List<(int Start, int Length)> _batches = [];
    private int[] _sentences = [];
    private int[] _sorted = [];

    /// <summary>A plan with no batch yet: call <see cref="Shuffle"/> or <see cref="SortByLength"/>.</summary>
    public BatchPlan(EncodedCorpus corpus, BatchLimit limit) => (_corpus, _limit) = (corpus, limit);

    /// <summary>How many batches there are.</summary>
    public int Count => _batches.Count;

    /// <summary>The sentences of a batch, for <see cref="PackedBatch.Fill"/>. Good until the next planning.</summary>
    public ReadOnlySpan<int> this[int batch] => _sorted.AsSpan(_batches[batch].Start, _batches[batch].Length);

    /// <summary>
    /// Plans an epoch of training: sentences are shuffled, sorted by length with equal ones left as shuffled, cut into batches, and the
    /// batches shuffled. The plan depends on nothing but the corpus, the limit and the random numbers.
    /// </summary>
    public void Shuffle(Random random)
    {
        int count = CollectSentences();
        random.Shuffle(_sentences.AsSpan(0, count));
        CutByLength(count);
        random.Shuffle(CollectionsMarshal.AsSpan(_batches));
    }

    /// <summary>Plans a pass with no random numbers: sentences sorted by length, equal ones in the corpus's order, shortest batch
    /// first.</summary>
    public void SortByLength() => CutByLength(CollectSentences());

    private int CollectSentences()
    {
        if (_sentences.Length < _corpus.Sentences)
        {
            _sentences = new int[_corpus.Sentences];
            _sorted = new int[_corpus.Sentences];
        }

        int count = 0;
        for (int sentence = 0; sentence < _corpus.Sentences; sentence++)
        {
            if (_corpus.LengthOf(sentence) > 0)
            {
                _sentences[count++] = sentence;
            }
        }

        return count;
    }

    private void CutByLength(int count)
    {
        _sort.Ascending(_corpus.Starts, _sentences.AsSpan(0, count), _sorted);
        _batches.Clear();
        int start = 0;
        long tokens = 0;
        for (int place = 0; place < count; place++)
        {
            int length = _corpus.LengthOf(_sorted[place]);
            bool full = place - start == _limit.Sentences || (place > start && tokens + length > _limit.Tokens);
            if (full)
            {
                _batches.Add((start, place - start));
                (start, tokens) = (place, 0);
            }

            tokens += length;
        }

        if (start < count)
        {
            _batches.Add((start, count - start));
        }
    }
}
