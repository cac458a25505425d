namespace Rnnctl.Text.Corpora;

/// <summary>
/// Hands labelled sentences over in portions while they are read: at once on a slow input, and many together on a fast one. It holds one portion in memory.
/// </summary>
/// <param name="features">How many features each token has.</param>
/// <param name="take">Takes a portion of at least one sentence, which is cleared afterwards.</param>
internal sealed class LabelledPortions(int features, Action<LabelledCorpus> take) : ILabelledSentences
{
    private const int SentencesAtOnce = 4096;
    private const int TokensAtOnce = 1 << 17;

    private readonly LabelledCorpus _portion = new(features);
    private LineReader[] _files = [];

    /// <inheritdoc/>
    public int Sentences { get; private set; }

    /// <inheritdoc/>
    public void Begin(ILabelledReader reader, params ReadOnlySpan<LineReader> files) => _files = files.ToArray();

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<char> token, ReadOnlySpan<char> label) => _portion.Add(token, label);

    /// <inheritdoc/>
    public void AddFeature(int feature, ReadOnlySpan<char> value) => _portion.AddFeature(feature, value);

    /// <inheritdoc/>
    public void EndSentence()
    {
        int before = _portion.Sentences;
        _portion.EndSentence();
        Sentences += _portion.Sentences - before;
        bool isFull = _portion.Sentences >= SentencesAtOnce || _portion.Tokens >= TokensAtOnce;
        if (isFull || !Array.TrueForAll(_files, file => file.HasBufferedLine)) HandOver();
    }

    /// <summary>Hands the last sentences over, without one that is open.</summary>
    public void End()
    {
        _portion.DropOpenSentence();
        HandOver();
    }

    private void HandOver()
    {
        if (_portion.Sentences == 0) return;
        take(_portion);
        _portion.Clear();
    }
}
