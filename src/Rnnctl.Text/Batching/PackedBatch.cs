namespace Rnnctl.Text.Batching;

/// <summary>
/// A batch without padding, time-major, longest sentence first: the rows of step 0, then of step 1, and so on, each step holding only the
/// sentences that are still going on. Row <c>StepOffsets[t] + j</c> is token t of the j-th longest sentence. The layout is that of cuDNN
/// and of PyTorch's PackedSequence. It is filled again and again and allocates nothing once its arrays are large enough; what it hands out
/// is good until the next filling.
/// </summary>
public sealed class PackedBatch
{
    private readonly LengthSort _sort = new();
    private int[] _order = [];
    private int[] _lengths = [];
    private int[] _tokenIds = [];
    private int[] _labelIds = [];
    private int[] _stepOffsets = [0];
    private bool _hasLabels;

    /// <summary>How many sentences the batch holds.</summary>
    public int Sentences { get; private set; }

    /// <summary>How many tokens, that is rows, it holds.</summary>
    public int Tokens { get; private set; }

    /// <summary>How many steps the longest sentence has.</summary>
    public int Steps { get; private set; }

    /// <summary>The sentences' numbers in the corpus, longest first, equal ones as they were given: <c>[sentences]</c>.</summary>
    public ReadOnlySpan<int> Order => _order.AsSpan(0, Sentences);

    /// <summary>The sentences' lengths, in the same order: <c>[sentences]</c>, descending.</summary>
    public ReadOnlySpan<int> Lengths => _lengths.AsSpan(0, Sentences);

    /// <summary>The tokens: <c>[tokens]</c>, in row order.</summary>
    public ReadOnlySpan<int> TokenIds => _tokenIds.AsSpan(0, Tokens);

    /// <summary>The labels: <c>[tokens]</c>, in row order, -1 for one that training never saw; empty where the corpus has none.</summary>
    public ReadOnlySpan<int> LabelIds => _labelIds.AsSpan(0, _hasLabels ? Tokens : 0);

    /// <summary>The first row of each step, and the number of rows at the end: <c>[steps + 1]</c>.</summary>
    public ReadOnlySpan<int> StepOffsets => _stepOffsets.AsSpan(0, Steps + 1);

    /// <summary>Packs sentences of a corpus in place of those that are here.</summary>
    /// <param name="corpus">The corpus.</param>
    /// <param name="sentences">Their numbers, in any order.</param>
    /// <exception cref="ArgumentException">A sentence has no token.</exception>
    public void Fill(EncodedCorpus corpus, ReadOnlySpan<int> sentences)
    {
        Sentences = sentences.Length;
        EnsureLength(ref _order, Sentences);
        EnsureLength(ref _lengths, Sentences);
        _sort.Descending(corpus, sentences, _order);
        MeasureSentences(corpus);
        MeasureSteps();
        _hasLabels = corpus.HasLabels;
        EnsureLength(ref _tokenIds, Tokens);
        EnsureLength(ref _labelIds, _hasLabels ? Tokens : 0);
        for (int place = 0; place < Sentences; place++)
        {
            Scatter(corpus.TokensOf(_order[place]), place, _tokenIds);
            Scatter(corpus.LabelsOf(_order[place]), place, _labelIds);
        }
    }

    private static void EnsureLength(ref int[] array, int length)
    {
        if (array.Length < length)
        {
            array = new int[Math.Max(2 * array.Length, length)];
        }
    }

    private void MeasureSentences(EncodedCorpus corpus)
    {
        Tokens = 0;
        for (int place = 0; place < Sentences; place++)
        {
            _lengths[place] = corpus.LengthOf(_order[place]);
            Tokens += _lengths[place];
        }

        if (Sentences > 0 && _lengths[Sentences - 1] == 0)
        {
            throw new ArgumentException($"Sentence {_order[Sentences - 1]} has no token.");
        }
    }

    private void MeasureSteps()
    {
        Steps = Sentences > 0 ? _lengths[0] : 0;
        EnsureLength(ref _stepOffsets, Steps + 1);
        int alive = Sentences;
        int row = 0;
        for (int step = 0; step < Steps; step++)
        {
            while (_lengths[alive - 1] <= step)
            {
                alive--;
            }

            _stepOffsets[step] = row;
            row += alive;
        }

        _stepOffsets[Steps] = row;
    }

    private void Scatter(ReadOnlySpan<int> ids, int place, int[] rows)
    {
        for (int step = 0; step < ids.Length; step++)
        {
            rows[_stepOffsets[step] + place] = ids[step];
        }
    }
}
