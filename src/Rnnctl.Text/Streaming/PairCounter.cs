using Rnnctl.Text.Corpora;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Streaming;

/// <summary>Indexes pairs of sentences and counts their symbols while a reader reads them.</summary>
internal sealed class PairCounter : ISentencePairs, IDisposable
{
    // The lines that are looked at to see whether vocabularies are swapped.
    private const int MostKept = 1000;

    private readonly CountingLine<PairChunk> _line;
    private readonly SentenceIndex _index;
    private readonly StreamedParts _parts;
    private readonly int _maxLength;
    private LineReader[] _files = [];

    /// <summary>A counter of nothing.</summary>
    /// <param name="index">Receives the pairs.</param>
    /// <param name="parts">Receives the files.</param>
    /// <param name="source">Makes the words of a source to symbols; null where the vocabulary will be made of the words.</param>
    /// <param name="target">The same for targets.</param>
    /// <param name="maxLength">The most symbols that a side may have, else the pair is left out; 0 for no limit.</param>
    /// <param name="threads">The number of threads that count.</param>
    /// <param name="cancellation">Ends the counting.</param>
    public PairCounter(
        SentenceIndex index, StreamedParts parts, TextEncoder? source, TextEncoder? target, int maxLength, int threads, CancellationToken cancellation)
    {
        (_index, _parts, _maxLength) = (index, parts, maxLength);
        (Sources, Targets) = (new PairText(source), new PairText(target));
        _line = new CountingLine<PairChunk>(threads, () => new PairChunk(source, target), Add, cancellation);
    }

    /// <inheritdoc/>
    public int Count { get; private set; }

    /// <summary>The number of pairs that were skipped because one side is blank.</summary>
    public int Empty { get; private set; }

    /// <summary>The number of pairs that were left out because one side is too long, when all is counted.</summary>
    public int TooLong { get; private set; }

    /// <summary>The first pairs.</summary>
    public SentencePairs FirstPairs { get; } = new();

    /// <summary>What was counted in the sources, when all is counted.</summary>
    public PairText Sources { get; }

    /// <summary>What was counted in the targets, when all is counted.</summary>
    public PairText Targets { get; }

    /// <summary>The symbols of the sources and of the targets that are not left out, without end symbols, when all is counted.</summary>
    public (long Sources, long Targets) Symbols { get; private set; }

    /// <inheritdoc/>
    public void Begin(params ReadOnlySpan<LineReader> files)
    {
        // Where the pairs before are not yet in the index, some may be left out of it.
        _line.Flush();
        _parts.Add(_index.Count, reader: null, files);
        _files = files.ToArray();
    }

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<char> source, ReadOnlySpan<char> target)
    {
        PairChunk chunk = _line.Open;
        chunk.Text.Add(source);
        chunk.Text.Add(target);
        chunk.Pairs.Add(IndexedSentence.At(_files[0].LastLine, _files.Length > 1 ? _files[1].LastLine : default));
        if (Count < MostKept) FirstPairs.Add(source.ToString(), target.ToString());
        Count = checked(Count + 1);
        if (chunk.Text.IsFull) _line.Pass();
    }

    /// <inheritdoc/>
    public void CountEmpty() => Empty++;

    /// <summary>Waits for the counts, and returns the digest of the pairs.</summary>
    public string Finish() => _line.Finish();

    /// <summary>Waits for threads that still count.</summary>
    public void Dispose() => _line.Dispose();

    private void Add(PairChunk chunk)
    {
        Sources.Add(chunk.Sources);
        Targets.Add(chunk.Targets);
        foreach (IndexedSentence pair in chunk.Pairs)
        {
            int source = pair.FirstLength - 1, target = pair.SecondLength;
            if (_maxLength > 0 && Math.Max(source, target) > _maxLength)
            {
                TooLong++;
                continue;
            }

            _index.Add(pair);
            Symbols = (Symbols.Sources + source, Symbols.Targets + target);
        }

        chunk.Clear();
    }
}
