using Rnnctl.Compute.Devices;
using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.Batches;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Models.Contextual;
using Rnnctl.Text.Batching;

namespace Rnnctl.Inference.Contextual;

/// <summary>
/// Gives the words of a batch the vectors of frozen language models: computes them for each batch, or once for a whole corpus, and then copies them from a
/// store without allocation. For language models that learn it gives the symbols that they read. What it gives is valid until the next filling.
/// </summary>
public sealed class ContextualReader : IDisposable
{
    // Enough to keep the language models' products large.
    private const int WordsAtOnce = 2048;

    private readonly LayerShape[] _shapes;
    private readonly SentenceEmbedder[] _embedders;
    private readonly ContextualBatch[] _batches;
    private readonly ContextualSymbols[] _symbols;
    private readonly int _numbers;
    private readonly bool _isShared;
    private VectorStore? _store;
    private float[] _rows = [], _vectors = [];

    /// <summary>A reader that computes the vectors of each batch.</summary>
    /// <param name="models">The language models.</param>
    public ContextualReader(ContextualModels models)
    {
        Learns = models.Learn;
        _shapes = [.. models.Shapes];
        _numbers = models.Numbers;
        _embedders = Learns ? [] : [.. models.Models.Select(EmbedderOf)];
        _batches = Learns ? [.. models.Models.Select(model => new ContextualBatch(model))] : [];
        _symbols = new ContextualSymbols[_batches.Length];
    }

    private ContextualReader(ContextualReader shared)
    {
        (Learns, _shapes, _numbers, _embedders, _store, _isShared) = (shared.Learns, shared._shapes, shared._numbers, shared._embedders, shared._store, true);
        _batches = [.. shared._batches.Select(batch => batch.WithOwnMemory())];
        _symbols = new ContextualSymbols[_batches.Length];
    }

    /// <summary>
    /// A reader that gives the same, but keeps what it gives in memory of its own: for a shard of a batch. It reads what this reader keeps, and both are filled
    /// in turn, not side by side.
    /// </summary>
    public ContextualReader WithOwnMemory() => new(this);

    /// <summary>Whether the language models learn, so that no vectors can be kept.</summary>
    public bool Learns { get; }

    /// <summary>Computes the vectors of a whole corpus and keeps them; afterwards the reader serves this corpus only.</summary>
    /// <param name="corpus">The corpus.</param>
    /// <param name="store">An empty store with a row for each word; it belongs to the reader from now on.</param>
    /// <param name="cancellation">Ends it between two batches.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="IOException">The disk is full or fails.</exception>
    /// <exception cref="DeviceMemoryException">A batch does not fit memory.</exception>
    public void Keep(SentenceWords corpus, VectorStore store, CancellationToken cancellation)
    {
        for (int first = 0, next; first < corpus.Sentences; first = next)
        {
            next = EndOfBatch(corpus, first);
            Embed(corpus, [.. Enumerable.Range(first, next - first)], cancellation);
            Span<float> rows = Rows(corpus.StartOf(next) - corpus.StartOf(first));
            ReadRows(sentence: 0, next - first, rows);
            store.Append(rows);
        }

        _store = store;
    }

    /// <summary>Adds the vectors of its tokens to a tagger's batch.</summary>
    /// <param name="corpus">The corpus that the batch was filled from, which keeps its words.</param>
    /// <param name="batch">The batch.</param>
    /// <exception cref="DeviceMemoryException">The batch does not fit memory.</exception>
    /// <exception cref="InvalidOperationException">The corpus does not keep its words.</exception>
    public void Fill(EncodedCorpus corpus, TaggerBatch batch) =>
        batch.Contextual = Read(corpus.Words ?? throw new InvalidOperationException("The corpus does not keep its words."), batch.Packed.Layout);

    /// <summary>Adds the vectors of the sources' words to a translator's batch.</summary>
    /// <param name="sources">The sources that the batch was filled from, which keep their words.</param>
    /// <param name="batch">The batch.</param>
    /// <exception cref="DeviceMemoryException">The batch does not fit memory.</exception>
    /// <exception cref="InvalidOperationException">The sources do not keep their words.</exception>
    public void Fill(EncodedSentences sources, TranslatorBatch batch)
    {
        SegmentedSentences words = sources.Words ?? throw new InvalidOperationException("The sources do not keep their words.");
        WordsOfSymbols symbols = batch.Packed.SourceWords;
        batch.Contextual = Read(words.Written, symbols.Layout) with { WordOfSymbol = symbols.WordOfSymbol };
    }

    /// <summary>Frees the memory of running and the store; the language models belong to the caller.</summary>
    public void Dispose()
    {
        if (_isShared) return;
        foreach (SentenceEmbedder embedder in _embedders) embedder.Dispose();
        _store?.Dispose();
    }

    private static SentenceEmbedder EmbedderOf(TrainedLanguageModel model)
    {
        int layers = LayerShape.Of(model.Architecture).Layers;
        return new SentenceEmbedder(model, [.. Enumerable.Range(model.Architecture.Layers + 1 - layers, layers)]);
    }

    private static int EndOfBatch(SentenceWords corpus, int first)
    {
        int next = first + 1;
        while (next < corpus.Sentences && corpus.StartOf(next + 1) - corpus.StartOf(first) <= WordsAtOnce) next++;
        return next;
    }

    /// <summary>The vectors of the words of some sentences in a packed layout, or the symbols that language models read which learn.</summary>
    private ContextualInput Read(SentenceWords corpus, PackedLayout layout) =>
        layout.Sequences == 0 ? default : Learns ? ReadSymbols(corpus, layout) : ReadVectors(corpus, layout);

    private ContextualInput ReadSymbols(SentenceWords corpus, PackedLayout layout)
    {
        for (int model = 0; model < _batches.Length; model++)
        {
            _batches[model].Fill(corpus, layout.Order);
            _symbols[model] = _batches[model].Symbols;
        }

        return new ContextualInput { Symbols = _symbols };
    }

    private ContextualInput ReadVectors(SentenceWords corpus, PackedLayout layout)
    {
        int count = TensorSize.Of(layout.Rows, _numbers);
        if (_vectors.Length < count) _vectors = new float[count];
        Span<float> vectors = _vectors.AsSpan(0, count);
        if (_store is null) Embed(corpus, layout.Order, CancellationToken.None);
        for (int place = 0; place < layout.Sequences; place++)
        {
            Span<float> rows = Rows(layout.Lengths[place]);
            if (_store is null) ReadRows(place, sentences: 1, rows);
            else _store.Read(corpus.StartOf(layout.Order[place]), rows);
            for (int step = 0; step < layout.Lengths[place]; step++)
                Scatter(rows.Slice(step * _numbers, _numbers), vectors, layout.StepOffsets[step] + place);
        }

        return new ContextualInput { Vectors = _vectors.AsMemory(0, count) };
    }

    private void Embed(SentenceWords corpus, ReadOnlySpan<int> sentences, CancellationToken cancellation)
    {
        var words = new List<string>[sentences.Length];
        for (int sentence = 0; sentence < words.Length; sentence++) corpus.Read(sentences[sentence], words[sentence] = []);
        foreach (SentenceEmbedder embedder in _embedders) embedder.Run(words, cancellation);
    }

    private Span<float> Rows(int count)
    {
        int numbers = TensorSize.Of(count, _numbers);
        if (_rows.Length < numbers) _rows = new float[Math.Max(numbers, 2 * _rows.Length)];
        return _rows.AsSpan(0, numbers);
    }

    /// <summary>Copies the vectors of consecutive embedded sentences to rows, a word's vectors of all models and layers side by side.</summary>
    private void ReadRows(int sentence, int sentences, Span<float> rows)
    {
        int column = 0;
        for (int model = 0; model < _embedders.Length; model++)
        {
            (int layers, int width) = _shapes[model];
            int end = _embedders[model].Widths.Count;
            for (int layer = end - layers; layer < end; layer++, column += width)
            {
                ReadOnlySpan<float> vectors = _embedders[model].VectorsOf(layer, sentence, sentences);
                for (int word = 0; word < vectors.Length / width; word++)
                    vectors.Slice(word * width, width).CopyTo(rows[((word * _numbers) + column)..]);
            }
        }
    }

    /// <summary>Copies one row to a word's vectors of all layers.</summary>
    private void Scatter(ReadOnlySpan<float> row, Span<float> vectors, int word)
    {
        int words = vectors.Length / _numbers, block = 0;
        foreach (LayerShape shape in _shapes)
        {
            for (int layer = 0; layer < shape.Layers; layer++, block += words * shape.Width)
            {
                row[..shape.Width].CopyTo(vectors[(block + (word * shape.Width))..]);
                row = row[shape.Width..];
            }
        }
    }
}
