using Rnnctl.Text.Corpora;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Streaming;

/// <summary>Indexes labelled sentences and counts their symbols while a reader reads them.</summary>
internal sealed class LabelledCounter : ILabelledSentences, IDisposable
{
    private readonly CountingLine<LabelledChunk> _line;
    private readonly SentenceIndex _index;
    private readonly StreamedParts _parts;
    private ILabelledReader? _reader;
    private string _name = "";
    private (ByteRange First, ByteRange Second) _lines;
    private int _openTokens, _intent;
    private string _intentText = "";

    /// <summary>A counter of nothing.</summary>
    /// <param name="features">How many features each token has.</param>
    /// <param name="index">Receives the sentences.</param>
    /// <param name="parts">Receives the files.</param>
    /// <param name="threads">The number of threads that count.</param>
    /// <param name="cancellation">Ends the counting.</param>
    public LabelledCounter(int features, SentenceIndex index, StreamedParts parts, int threads, CancellationToken cancellation)
    {
        (_index, _parts, Counts) = (index, parts, new CorpusCounts(features));
        _line = new CountingLine<LabelledChunk>(threads, () => new LabelledChunk(features), Add, cancellation);
    }

    /// <inheritdoc/>
    public int Sentences { get; private set; }

    /// <summary>The counts, when all is counted.</summary>
    public CorpusCounts Counts { get; }

    /// <summary>The number of tokens, when all is counted.</summary>
    public long Tokens => Counts.Tokens.Total;

    /// <inheritdoc/>
    public void Begin(ILabelledReader reader, params ReadOnlySpan<LineReader> files)
    {
        _parts.Add(Sentences, reader, files);
        (_reader, _name) = (reader, files[0].Name);
    }

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<char> token, ReadOnlySpan<char> label)
    {
        (ByteRange first, ByteRange second) = _reader!.LastLines;
        _lines = _openTokens++ == 0 ? (first, second) : (_lines.First with { End = first.End }, _lines.Second with { End = second.End });
        _line.Open.Text.Add(token);
        _line.Open.Text.Add(label);
    }

    /// <inheritdoc/>
    public void AddFeature(int feature, ReadOnlySpan<char> value) => _line.Open.Text.Add(value);

    /// <inheritdoc/>
    public void SetIntent(ReadOnlySpan<char> intent)
    {
        _intent = Counts.Intents.Add(intent);
        _intentText = Counts.Intents[_intent];
    }

    /// <inheritdoc/>
    public void EndSentence()
    {
        if (_openTokens == 0) return;
        if (_lines.First.Length == 0) throw new InputException($"{_name}: --stream expects no carriage return inside a line or field, and found one");
        _line.Open.Text.Add(_intentText);
        _line.Open.Sentences.Add(IndexedSentence.At(_lines.First, _lines.Second) with { FirstLength = _openTokens, Intent = _intent });
        _openTokens = 0;
        Sentences = checked(Sentences + 1);
        if (_line.Open.Text.IsFull) _line.Pass();
    }

    /// <summary>Waits for the counts, and returns the digest of the sentences.</summary>
    public string Finish() => _line.Finish();

    /// <summary>Waits for threads that still count.</summary>
    public void Dispose() => _line.Dispose();

    private void Add(LabelledChunk chunk)
    {
        Counts.Add(chunk.Counts);
        foreach (IndexedSentence sentence in chunk.Sentences) _index.Add(sentence);
        chunk.Clear();
    }
}
