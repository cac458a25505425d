using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Labels;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Streaming;

/// <summary>
/// Labelled sentences that stay in their files. They are read once, to find mistakes, to count their symbols and to index them; afterwards those of a batch are
/// read. The files may be larger than memory.
/// </summary>
public sealed class StreamedCorpus : IDisposable
{
    private CorpusCounts? _counts;

    /// <summary>Reads files once.</summary>
    /// <param name="files">The paths.</param>
    /// <param name="layout">Their format.</param>
    /// <param name="notice">Receives a message that says what <see cref="CorpusFormat.Auto"/> took the files for.</param>
    /// <param name="threads">The number of threads that count.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="InputException">A file can't be read, or only once, holds no sentence or is malformed; the message names the file and, if possible, the
    /// line.</exception>
    /// <exception cref="OperationCanceledException">The reading was ended.</exception>
    public StreamedCorpus(
        IReadOnlyList<string> files, CorpusLayout layout, Action<string> notice, int threads = 1, CancellationToken cancellation = default)
        : this(files, layout, notice, threads, SentenceIndex.UsualMost, cancellation)
    {
    }

    internal StreamedCorpus(
        IReadOnlyList<string> files, CorpusLayout layout, Action<string> notice, int threads, int mostInMemory, CancellationToken cancellation)
    {
        Index = new SentenceIndex(mostInMemory);
        try
        {
            using var counter = new LabelledCounter(layout.Features.Count, Index, Parts, threads, cancellation);
            CorpusReader.Read(files, layout, notice, counter);
            Digest = counter.Finish();
            (_counts, Tokens, LabelSymbols) = (counter.Counts, counter.Tokens, counter.Counts.Labels.Symbols);
            IntentSymbols = counter.Counts.Intents;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The number of sentences.</summary>
    public int Sentences => Index.Count;

    /// <summary>The number of tokens.</summary>
    public long Tokens { get; }

    /// <summary>How often each symbol appears.</summary>
    /// <exception cref="InvalidOperationException">The counts are forgotten.</exception>
    public CorpusCounts Counts => _counts ?? throw new InvalidOperationException("The counts are forgotten.");

    /// <summary>SHA-256 of the sentences in hexadecimal.</summary>
    public string Digest { get; }

    /// <summary>The labels as written.</summary>
    private SymbolTable LabelSymbols { get; }

    /// <summary>The intents as written.</summary>
    private SymbolTable IntentSymbols { get; }

    /// <summary>The index.</summary>
    internal SentenceIndex Index { get; }

    /// <summary>The files.</summary>
    internal StreamedParts Parts { get; } = new();

    /// <summary>The sentences as a model reads them.</summary>
    /// <param name="tokens">The vocabulary of tokens.</param>
    /// <param name="labels">The vocabulary of labels.</param>
    /// <param name="characters">The vocabulary of characters, if the model reads the words' characters; else null.</param>
    /// <param name="features">The vocabulary of each of the tokens' features.</param>
    /// <param name="scheme">The scheme in which the model learns the labels.</param>
    /// <param name="wordFeatures">The features of the tokens' spelling; null for none.</param>
    /// <param name="intents">The vocabulary of intents, if the model tells them; else null.</param>
    public ISentenceSource<EncodedCorpus> Encoded(
        Vocabulary tokens, Vocabulary labels, Vocabulary? characters, IReadOnlyList<Vocabulary> features, LabelScheme scheme,
        WordFeatures? wordFeatures = null, Vocabulary? intents = null) =>
        new StreamedSource<EncodedCorpus>(
            Index,
            pairs: false,
            Digest,
            () => new CorpusLoader(
                this,
                EncodedCorpus.ForLabels(tokens, characters, features, wordFeatures, withIntents: intents is not null && IntentSymbols.Count > 0),
                new LearntLabels(LabelSymbols, scheme, labels),
                intents?.MapFrom(IntentSymbols) ?? []));

    /// <summary>Frees the memory of the counts.</summary>
    public void ForgetCounts()
    {
        _counts = null;
        CountingMemory.Free();
    }

    /// <summary>Closes the files, and frees the index.</summary>
    public void Dispose()
    {
        Index.Dispose();
        Parts.Dispose();
    }
}
