namespace Rnnctl.Text.Batching;

/// <summary>
/// A batch without padding, time-major, longest sentence first: the rows of step 0, then of step 1, and so on. A step holds only the
/// sentences that are long enough. Row <c>StepOffsets[t] + j</c> is token t of the j-th longest sentence. The layout is that of cuDNN
/// and of PyTorch's PackedSequence. The batch is reused and allocates nothing once its arrays are large enough; its spans are
/// valid until the next <see cref="Fill"/>.
/// </summary>
public sealed class PackedBatch
{
    private int[] _tokenIds = [];
    private int[] _labelIds = [];
    private int[] _wordIds = [];
    private int[] _featureIds = [];
    private int[] _intentIds = [];
    private int _features;
    private bool _hasLabels, _hasIntents;

    /// <summary>Which rows the tokens of each sentence have.</summary>
    public PackedLayout Layout { get; } = new();

    /// <summary>The number of sentences.</summary>
    public int Sentences => Layout.Sequences;

    /// <summary>The number of tokens, which are the rows.</summary>
    public int Tokens => Layout.Rows;

    /// <summary>The number of steps: the length of the longest sentence.</summary>
    public int Steps => Layout.Steps;

    /// <summary>The sentences' numbers in the corpus, longest first, equal lengths in the given order: <c>[sentences]</c>.</summary>
    public ReadOnlySpan<int> Order => Layout.Order;

    /// <summary>The sentences' lengths, in the same order: <c>[sentences]</c>, descending.</summary>
    public ReadOnlySpan<int> Lengths => Layout.Lengths;

    /// <summary>The tokens: <c>[tokens]</c>, in row order.</summary>
    public ReadOnlySpan<int> TokenIds => _tokenIds.AsSpan(0, Tokens);

    /// <summary>The labels: <c>[tokens]</c>, in row order, -1 for a label that is not in the vocabulary; empty if the corpus has no labels.</summary>
    public ReadOnlySpan<int> LabelIds => _labelIds.AsSpan(0, _hasLabels ? Tokens : 0);

    /// <summary>The sentences' intents: <c>[sentences]</c>, longest first, -1 for one that is not in the vocabulary; empty if there are none.</summary>
    public ReadOnlySpan<int> IntentIds => _intentIds.AsSpan(0, _hasIntents ? Sentences : 0);

    /// <summary>The features, one after the other: <c>[features · tokens]</c>, each in row order.</summary>
    public ReadOnlySpan<int> FeatureIds => _featureIds.AsSpan(0, _features * Tokens);

    /// <summary>The distinct words of the batch with their characters; none if the corpus has no spellings.</summary>
    public PackedWords Words { get; } = new();

    /// <summary>The first row of each step, then the number of rows: <c>[steps + 1]</c>.</summary>
    public ReadOnlySpan<int> StepOffsets => Layout.StepOffsets;

    /// <summary>Packs sentences of a corpus; the old contents are lost.</summary>
    /// <param name="corpus">The corpus.</param>
    /// <param name="sentences">Their numbers, in any order.</param>
    /// <exception cref="ArgumentException">A sentence has no token.</exception>
    public void Fill(EncodedCorpus corpus, ReadOnlySpan<int> sentences)
    {
        Layout.Assign(corpus.Starts, sentences);
        (_hasLabels, _hasIntents) = (corpus.HasLabels, corpus.HasIntents);
        int words = corpus.Spellings is null ? 0 : Tokens;
        PackedLayout.EnsureLength(ref _tokenIds, Tokens);
        PackedLayout.EnsureLength(ref _labelIds, _hasLabels ? Tokens : 0);
        PackedLayout.EnsureLength(ref _wordIds, words);
        _features = corpus.Features;
        PackedLayout.EnsureLength(ref _featureIds, _features * Tokens);
        PackedLayout.EnsureLength(ref _intentIds, _hasIntents ? Sentences : 0);
        for (int place = 0; place < Sentences; place++)
        {
            Layout.Scatter(corpus.TokensOf(Order[place]), place, _tokenIds);
            Layout.Scatter(corpus.LabelsOf(Order[place]), place, _labelIds);
            if (_hasIntents) _intentIds[place] = corpus.IntentOf(Order[place]);
            if (words > 0) Layout.Scatter(corpus.WordsOf(Order[place]), place, _wordIds);
            for (int feature = 0; feature < _features; feature++)
                Layout.Scatter(corpus.FeaturesOf(feature, Order[place]), place, _featureIds.AsSpan(feature * Tokens, Tokens));
        }

        Words.Fill(corpus.Spellings, _wordIds.AsSpan(0, words));
    }
}
