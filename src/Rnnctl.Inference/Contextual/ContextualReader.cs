using Rnnctl.Compute.Devices;
using Rnnctl.Inference.Batches;
using Rnnctl.Models.Contextual;
using Rnnctl.Text.Batching;

namespace Rnnctl.Inference.Contextual;

/// <summary>
/// Gives the tokens of a batch the vectors of frozen language models: computes them for each batch, or once for a whole corpus, and then copies them from a
/// store without allocation. For language models that learn it gives the symbols that they read.
/// </summary>
public sealed class ContextualReader : IDisposable
{
    // Enough to keep the language models' products large.
    private const int TokensAtOnce = 2048;

    private readonly LayerShape[] _shapes;
    private readonly LayerRunner[] _runners;
    private readonly SentenceSymbols[] _symbols;
    private readonly ContextualSymbols[] _batchSymbols;
    private readonly int _numbers;
    private VectorStore? _store;
    private float[] _rows = [];

    /// <summary>A reader that computes the vectors of each batch.</summary>
    /// <param name="models">The language models.</param>
    /// <param name="learn">Whether the language models learn.</param>
    public ContextualReader(ContextualModels models, bool learn)
    {
        Learns = learn;
        _shapes = [.. models.Shapes];
        _numbers = _shapes.Sum(shape => shape.Numbers);
        _runners = learn ? [] : [.. models.Models.Select(model => new LayerRunner(model))];
        _symbols = learn ? [.. models.Models.Select(SentenceSymbols.For)] : [];
        _batchSymbols = new ContextualSymbols[_symbols.Length];
    }

    /// <summary>Whether the language models learn, so that no vectors can be kept.</summary>
    public bool Learns { get; }

    /// <summary>Computes the vectors of a whole corpus and keeps them; afterwards the reader serves this corpus only.</summary>
    /// <param name="corpus">The corpus, which keeps its words.</param>
    /// <param name="store">An empty store with a row for each token; it belongs to the reader from now on.</param>
    /// <param name="cancellation">Ends it between two batches.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="IOException">The disk is full or fails.</exception>
    /// <exception cref="DeviceMemoryException">A batch does not fit memory.</exception>
    public void Keep(EncodedCorpus corpus, VectorStore store, CancellationToken cancellation)
    {
        var batch = new TaggerBatch();
        for (int first = 0, next; first < corpus.Sentences; first = next)
        {
            cancellation.ThrowIfCancellationRequested();
            next = EndOfBatch(corpus, first);
            batch.Fill(corpus, [.. Enumerable.Range(first, next - first)]);
            Span<float> vectors = batch.ContextualVectors(_numbers), rows = Rows(batch.Packed.Tokens);
            Compute(corpus, batch, vectors);
            for (int place = 0; place < batch.Packed.Sentences; place++)
            {
                int start = corpus.StartOf(batch.Packed.Order[place]) - corpus.StartOf(first);
                for (int step = 0; step < batch.Packed.Lengths[place]; step++)
                    Gather(vectors, batch.Packed.StepOffsets[step] + place, RowOf(rows, start + step));
            }

            store.Append(rows);
        }

        _store = store;
    }

    /// <summary>Writes the vectors of a batch's tokens into its input.</summary>
    /// <param name="corpus">The corpus that the batch was filled from.</param>
    /// <param name="batch">The batch.</param>
    /// <exception cref="DeviceMemoryException">The batch does not fit memory.</exception>
    public void Fill(EncodedCorpus corpus, TaggerBatch batch)
    {
        if (Learns)
        {
            FillSymbols(corpus, batch);
            return;
        }

        Span<float> vectors = batch.ContextualVectors(_numbers);
        if (_store is null)
        {
            Compute(corpus, batch, vectors);
            return;
        }

        for (int place = 0; place < batch.Packed.Sentences; place++)
        {
            Span<float> rows = Rows(batch.Packed.Lengths[place]);
            _store.Read(corpus.StartOf(batch.Packed.Order[place]), rows);
            for (int step = 0; step < batch.Packed.Lengths[place]; step++) Scatter(RowOf(rows, step), vectors, batch.Packed.StepOffsets[step] + place);
        }
    }

    /// <summary>Frees the memory of running and the store; the language models belong to the caller.</summary>
    public void Dispose()
    {
        foreach (LayerRunner runner in _runners) runner.Dispose();
        _store?.Dispose();
    }

    private static int EndOfBatch(EncodedCorpus corpus, int first)
    {
        int next = first + 1;
        while (next < corpus.Sentences && corpus.StartOf(next + 1) - corpus.StartOf(first) <= TokensAtOnce) next++;
        return next;
    }

    private void FillSymbols(EncodedCorpus corpus, TaggerBatch batch)
    {
        for (int model = 0; model < _symbols.Length; model++)
        {
            _symbols[model].Fill(corpus, batch.Packed);
            _batchSymbols[model] = _symbols[model].Symbols;
        }

        batch.ContextualSymbols = _batchSymbols;
    }

    /// <summary>The vectors of all models, one model after the other, each <c>[layers · N, width]</c>.</summary>
    private void Compute(EncodedCorpus corpus, TaggerBatch batch, Span<float> vectors)
    {
        int first = 0;
        for (int model = 0; model < _runners.Length; model++)
        {
            int count = batch.Packed.Tokens * _shapes[model].Numbers;
            _runners[model].Run(corpus, batch.Packed, vectors.Slice(first, count));
            first += count;
        }
    }

    private Span<float> Rows(int count)
    {
        int numbers = count * _numbers;
        if (_rows.Length < numbers) _rows = new float[Math.Max(numbers, 2 * _rows.Length)];
        return _rows.AsSpan(0, numbers);
    }

    private Span<float> RowOf(Span<float> rows, int row) => rows.Slice(row * _numbers, _numbers);

    /// <summary>Copies a token's vectors of all layers to one row of the store.</summary>
    private void Gather(ReadOnlySpan<float> vectors, int token, Span<float> row)
    {
        int tokens = vectors.Length / _numbers, block = 0;
        foreach (LayerShape shape in _shapes)
        {
            for (int layer = 0; layer < shape.Layers; layer++, block += tokens * shape.Width)
            {
                vectors.Slice(block + (token * shape.Width), shape.Width).CopyTo(row);
                row = row[shape.Width..];
            }
        }
    }

    /// <summary>Copies one row of the store to a token's vectors of all layers.</summary>
    private void Scatter(ReadOnlySpan<float> row, Span<float> vectors, int token)
    {
        int tokens = vectors.Length / _numbers, block = 0;
        foreach (LayerShape shape in _shapes)
        {
            for (int layer = 0; layer < shape.Layers; layer++, block += tokens * shape.Width)
            {
                row[..shape.Width].CopyTo(vectors[(block + (token * shape.Width))..]);
                row = row[shape.Width..];
            }
        }
    }
}
