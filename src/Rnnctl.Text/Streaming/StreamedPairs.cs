using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Streaming;

/// <summary>
/// Sentences and their translations that stay in their files. They are read once, to find mistakes, to count their symbols and to index them; afterwards those
/// of a batch are read. The files may be larger than memory.
/// </summary>
public sealed class StreamedPairs : IDisposable
{
    /// <summary>Reads files once, without pairs that are blank on a side.</summary>
    /// <param name="files">The paths.</param>
    /// <param name="source">Makes the words of a source to symbols; null where the vocabulary will be made of the words.</param>
    /// <param name="target">The same for targets.</param>
    /// <param name="maxLength">The most symbols that a side may have, else the pair is left out; 0 for no limit.</param>
    /// <param name="notice">Receives a message that says what the files were taken for.</param>
    /// <param name="threads">The number of threads that count.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="InputException">A file can't be read, or only once, holds no pair or is malformed, or two parallel files differ in length; the message
    /// names the files and, where there is one, the line.</exception>
    /// <exception cref="OperationCanceledException">The reading was ended.</exception>
    public StreamedPairs(
        IReadOnlyList<string> files,
        TextEncoder? source,
        TextEncoder? target,
        int maxLength,
        Action<string> notice,
        int threads = 1,
        CancellationToken cancellation = default)
    {
        try
        {
            using var counter = new PairCounter(Index, Parts, source, target, maxLength, threads, cancellation);
            PairReader.Read(files, keepEmpty: false, notice, counter);
            Digest = counter.Finish();
            (Empty, TooLong, Symbols, FirstPairs) = (counter.Empty, counter.TooLong, counter.Symbols, counter.FirstPairs);
            (SourceWords, TargetWords) = (counter.Sources.Words, counter.Targets.Words);
            (UnknownSources, UnknownTargets) = (counter.Sources.Unknown, counter.Targets.Unknown);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The number of pairs.</summary>
    public int Count => Index.Count;

    /// <summary>The number of pairs that were skipped because one side is blank.</summary>
    public int Empty { get; }

    /// <summary>The number of pairs that were left out because one side is too long.</summary>
    public int TooLong { get; }

    /// <summary>The symbols of the sources and of the targets, without end symbols.</summary>
    public (long Sources, long Targets) Symbols { get; }

    /// <summary>The first pairs, those left out among them.</summary>
    public SentencePairs FirstPairs { get; }

    /// <summary>How often each word of the sources appears, those left out too; null where the vocabulary was given, or the words are forgotten.</summary>
    public SymbolCounts? SourceWords { get; private set; }

    /// <summary>The same of the targets.</summary>
    public SymbolCounts? TargetWords { get; private set; }

    /// <summary>The symbols of the sources, those left out among them, that the given vocabulary does not have; null where there was none.</summary>
    public UnknownSymbols? UnknownSources { get; }

    /// <summary>The same of the targets.</summary>
    public UnknownSymbols? UnknownTargets { get; }

    /// <summary>SHA-256 of the pairs in hexadecimal.</summary>
    public string Digest { get; }

    /// <summary>The index.</summary>
    internal SentenceIndex Index { get; } = new();

    /// <summary>The files.</summary>
    internal StreamedParts Parts { get; } = new();

    /// <summary>The pairs as a model reads them.</summary>
    /// <param name="source">Makes the words of a source to symbols: the given one, or one of whole words.</param>
    /// <param name="target">The same for targets.</param>
    public ISentenceSource<EncodedPairs> Encoded(TextEncoder source, TextEncoder target) =>
        new StreamedSource<EncodedPairs>(Index, pairs: true, Digest, () => new PairLoader(this, source, target));

    /// <summary>Frees the memory of the words' counts.</summary>
    public void ForgetWords()
    {
        (SourceWords, TargetWords) = (null, null);
        CountingMemory.Free();
    }

    /// <summary>Closes the files, and frees the index.</summary>
    public void Dispose()
    {
        Index.Dispose();
        Parts.Dispose();
    }
}
