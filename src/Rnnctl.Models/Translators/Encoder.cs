using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Contextual;
using Rnnctl.Models.Layers;

namespace Rnnctl.Models.Translators;

/// <summary>
/// An encoder: recurrent layers over the source's embeddings x, and the contextual vectors y of the word of each symbol, at the input, at the output, or at
/// both (Peters et al. 2018):
/// <code>
/// h = layers([x; y]), or layers(x)
/// o = W [h; y] + b, or h
/// </code>
/// where W makes the outputs o, which the attention reads, as wide as h, so that every score has the shapes that it has without y. The decoder's initial state
/// and the context vector of the last state come from h.
/// </summary>
/// <typeparam name="T">The number type.</typeparam>
internal sealed class Encoder<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly EmbeddingTable<T> _table;
    private readonly Variable<T> _joinedWeight, _joinedBias;
    private readonly RecurrentStack<T> _layers;
    private readonly StackStates<T> _states;
    private readonly ContextualVectors<T>? _contextual;
    private readonly int _inputWidth, _outputWidth;

    /// <summary>Creates the encoder from its parameters.</summary>
    /// <param name="architecture">The translator's architecture.</param>
    /// <param name="parameter">Returns the parameter with a given name.</param>
    public Encoder(TranslatorArchitecture architecture, Func<string, Variable<T>> parameter)
    {
        _table = new EmbeddingTable<T>(parameter(architecture.SourceTable), architecture.DropoutVariant.Embedding, TrainingStep.EmbeddingPlace);
        _layers = new RecurrentStack<T>(architecture.Encoder, parameter);
        _states = new StackStates<T>(architecture.Encoder.Layers);
        if (architecture.Contextual is not { } contextual) return;
        _contextual = new ContextualVectors<T>(contextual, parameter);
        (_inputWidth, _outputWidth) = (contextual.InputWidth, contextual.OutputWidth);
        if (_outputWidth > 0) (_joinedWeight, _joinedBias) = (parameter("joined.weight"), parameter("joined.bias"));
    }

    /// <summary>Runs the encoder.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="sources">The sources' symbols in packed order, <c>[N]</c>.</param>
    /// <param name="steps">The packed batch's shape.</param>
    /// <param name="contextual">What it reads of language models.</param>
    /// <param name="training">The training step, or null.</param>
    public EncodedSource<T> Run(
        Tape<T> tape, ReadOnlySpan<int> sources, PackedSteps steps, in ContextualInput contextual, TrainingStep? training)
    {
        ReadOnlySpan<Variable<T>> mixed = _contextual is null ? default : _contextual.Load(tape, contextual, training);
        Variable<T> vectors = Vectors(tape, sources, steps, mixed, contextual, training);
        Variable<T> h = _layers.Run(tape, vectors, steps, initial: [], training, _states);
        return new EncodedSource<T>(steps, Outputs(tape, h, mixed, contextual, training), _states);
    }

    /// <summary>The gates and states of every step of the layers, each <c>[N, width]</c>; without dropout.</summary>
    /// <param name="tape">A tape that does not record.</param>
    /// <param name="sources">The sources' symbols in packed order, <c>[N]</c>.</param>
    /// <param name="steps">The packed batch's shape.</param>
    /// <param name="contextual">What it reads of language models.</param>
    public IEnumerable<LayerValues<T>> Trace(Tape<T> tape, ReadOnlySpan<int> sources, PackedSteps steps, in ContextualInput contextual)
    {
        ReadOnlySpan<Variable<T>> mixed = _contextual is null ? default : _contextual.Load(tape, contextual, training: null);
        var states = new StackStates<T>(_states.Memories.Count, withValues: true);
        _layers.Trace(tape, Vectors(tape, sources, steps, mixed, contextual, training: null), steps, states);
        return states.Values;
    }

    /// <summary>Promises a backend that the weights of the layers do not change, which makes short batches faster.</summary>
    public void KeepWeights(Backend<T> backend) => _layers.KeepWeights(backend);

    /// <summary>The loss with the penalty on the weights of contextual mixes, <c>[1, 1]</c>.</summary>
    public Variable<T> Penalized(Tape<T> tape, Variable<T> loss) => _contextual is null ? loss : _contextual.Penalized(tape, loss);

    /// <summary>[x; y], <c>[N, E + input width]</c>.</summary>
    private Variable<T> Vectors(
        Tape<T> tape, ReadOnlySpan<int> sources, PackedSteps steps, ReadOnlySpan<Variable<T>> mixed, in ContextualInput contextual, TrainingStep? training)
    {
        if (_contextual is null || _inputWidth == 0) return _table.Apply(tape, sources, steps, training);
        int embedding = _table.Weight.Columns;
        Variable<T> joined = tape.NewVariable(sources.Length, embedding + _inputWidth);
        _table.Apply(tape, sources, steps, training, joined.SliceColumns(0, embedding));
        Variable<T> y = joined.SliceColumns(embedding, _inputWidth);
        _contextual.MixAtInput(tape, mixed, contextual.WordOfSymbol, training, TranslatorArchitecture.ContextualPlaceNumber, y);
        return joined;
    }

    /// <summary>W [h; y] + b, <c>[N, H]</c>, or h.</summary>
    private Variable<T> Outputs(
        Tape<T> tape, Variable<T> h, ReadOnlySpan<Variable<T>> mixed, in ContextualInput contextual, TrainingStep? training)
    {
        if (_contextual is null || _outputWidth == 0) return h;
        Variable<T> joined = tape.NewVariable(h.Rows, h.Columns + _outputWidth);
        Copy<T>.Apply(tape, h, joined.SliceColumns(0, h.Columns));
        Variable<T> y = joined.SliceColumns(h.Columns, _outputWidth);
        _contextual.MixAtOutput(tape, mixed, contextual.WordOfSymbol, training, TranslatorArchitecture.ContextualPlaceNumber, y);
        return tape.Linear(joined, _joinedWeight, _joinedBias);
    }
}

/// <summary>A packed batch of encoded sources; valid until its tape is reset.</summary>
/// <param name="Steps">The packed batch's shape.</param>
/// <param name="Outputs">The outputs, <c>[N, H]</c>.</param>
/// <param name="States">The states of each layer.</param>
/// <typeparam name="T">The number type.</typeparam>
internal readonly record struct EncodedSource<T>(PackedSteps Steps, Variable<T> Outputs, StackStates<T> States)
    where T : unmanaged, IFloatingPointIeee754<T>;
