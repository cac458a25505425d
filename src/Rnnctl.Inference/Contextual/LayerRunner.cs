using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Models.Contextual;
using Rnnctl.Models.LanguageModels;
using Rnnctl.Text.Batching;

namespace Rnnctl.Inference.Contextual;

/// <summary>Runs a frozen language model over the sentences of a tagger's batch.</summary>
internal sealed class LayerRunner : IDisposable
{
    private readonly TrainedLanguageModel _model;
    private readonly LayerShape _shape;
    private readonly SentenceSymbols _symbols;
    private readonly ContextualLayers<float> _layers;
    private readonly Tape<float> _tape;

    /// <summary>Creates a runner of a language model.</summary>
    public LayerRunner(TrainedLanguageModel model)
    {
        _model = model;
        _shape = LayerShape.Of(model.Architecture);
        _symbols = SentenceSymbols.For(model);
        _layers = new ContextualLayers<float>(model.Model);
        _tape = new Tape<float>(model.Backend, recording: false);
    }

    /// <summary>Writes the vectors of the layers that can be mixed, one layer below the other, <c>[layers · N, width]</c>.</summary>
    /// <param name="corpus">The corpus that the batch was filled from.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="vectors">Receives the vectors.</param>
    public void Run(EncodedCorpus corpus, PackedBatch batch, Span<float> vectors)
    {
        _tape.Reset();
        _symbols.Fill(corpus, batch);
        ContextualSymbols symbols = _symbols.Symbols;
        ReadOnlySpan<Variable<float>> layers = _layers.Run(_tape, symbols.Input(), symbols.Rows.Span);
        layers = layers[^_shape.Layers..];
        int count = batch.Tokens * _shape.Width;
        for (int layer = 0; layer < layers.Length; layer++) _model.Backend.Download(layers[layer].Value, vectors.Slice(layer * count, count));
    }

    /// <summary>Frees the memory of running; the model belongs to the caller.</summary>
    public void Dispose() => _tape.Dispose();
}
