using System.Numerics;
using Rnnctl.Compute.Attention;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Layers;

namespace Rnnctl.Models.Translators;

/// <summary>The connection from the encoder to the decoder, apart from attention: the context vector and the decoder's initial state.</summary>
/// <typeparam name="T">The number type.</typeparam>
internal sealed class Bridge<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly TranslatorArchitecture _architecture;
    private readonly int _width;
    private readonly Variable<T> _contextWeight, _contextBias;
    private readonly Variable<T>[] _initialWeights;
    private readonly SingleSteps _queryShape = new();

    /// <summary>Creates the bridge from its parameters.</summary>
    /// <param name="architecture">The translator's architecture.</param>
    /// <param name="parameter">Returns the parameter with a given name.</param>
    public Bridge(TranslatorArchitecture architecture, Func<string, Variable<T>> parameter)
    {
        (_architecture, _width) = (architecture, architecture.Encoder.Hidden);
        if (architecture is { Context: ContextKind.Transform, ContextUse: not ContextUse.None })
            (_contextWeight, _contextBias) = (parameter("context.weight"), parameter("context.bias"));
        _initialWeights = architecture.StartsBackward
            ? [.. Enumerable.Range(0, architecture.Layers).Select(layer => parameter($"initial.weight_l{layer}"))]
            : [];
    }

    /// <summary>The context vector of each of the decoder's sequences, <c>[B, H]</c>; empty if the decoder uses none.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="source">The encoded sources.</param>
    /// <param name="places">For each of the decoder's sequences the place of its source among these, <c>[B]</c>.</param>
    public Variable<T> Context(Tape<T> tape, in EncodedSource<T> source, ReadOnlyMemory<int> places)
    {
        if (_architecture.ContextUse == ContextUse.None) return default;
        if (_architecture.Context == ContextKind.Mean) return Mean(tape, source, places);
        Variable<T> last = LastHidden(tape, source, _architecture.Encoder.Layers - 1, places.Span);
        return _architecture.Context == ContextKind.Last ? last : tape.Tanh(tape.Linear(last, _contextWeight, _contextBias));
    }

    /// <summary>Sets the decoder's initial state.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="source">The encoded sources.</param>
    /// <param name="places">For each of the decoder's sequences the place of its source among these, <c>[B]</c>.</param>
    /// <param name="context">The context vector.</param>
    /// <param name="state">Receives the initial state.</param>
    public void Start(Tape<T> tape, in EncodedSource<T> source, ReadOnlyMemory<int> places, Variable<T> context, DecoderState<T> state)
    {
        bool copies = !_architecture.StartsFromContext && _architecture.InitialState == InitialStateKind.Copy;
        for (int layer = 0; layer < _architecture.Layers; layer++)
        {
            int ofEncoder = layer + _architecture.DeeperLayers;
            Variable<T> hidden = _architecture.StartsFromContext ? context : FirstHidden(tape, source, layer, ofEncoder, places.Span);
            Variable<T> memory = !_architecture.DecoderCell.CarriesMemory ? default
                : copies && _architecture.EncoderCell.HasMemory && _architecture.DecoderCell.HasMemory ? LastMemory(tape, source, ofEncoder, places.Span)
                : tape.NewZeros(places.Length, _architecture.Hidden);
            state.Layers[layer] = new CellState<T>(hidden, memory);
        }

        state.Fed = _architecture.InputFeeding ? tape.NewZeros(places.Length, _architecture.Hidden) : default;
    }

    /// <summary>The first hidden state of a layer of the decoder, <c>[B, H]</c>, by the final states of one of the encoder.</summary>
    private Variable<T> FirstHidden(Tape<T> tape, in EncodedSource<T> source, int layer, int ofEncoder, ReadOnlySpan<int> places)
    {
        switch (_architecture.InitialState)
        {
            case InitialStateKind.Copy:
                return LastHidden(tape, source, ofEncoder, places);
            case InitialStateKind.Backward:
                Variable<T> reverse = source.States.Outputs[ofEncoder].SliceColumns(_width, _width);
                return tape.Tanh(tape.Product(Embed<T>.Apply(tape, reverse, tape.NewIds(places)), _initialWeights[layer]));
            default:
                return tape.NewZeros(places.Length, _architecture.Hidden);
        }
    }

    /// <summary>The final hidden state of a layer, both directions joined, <c>[B, H]</c>.</summary>
    private Variable<T> LastHidden(Tape<T> tape, in EncodedSource<T> source, int layer, ReadOnlySpan<int> places)
    {
        Variable<T> y = source.States.Outputs[layer], last = tape.NewVariable(places.Length, y.Columns);
        SequenceEnds.Gather(tape, y, source.Steps, places, _architecture.Bidirectional ? 2 : 1, last);
        return last;
    }

    /// <summary>The final memory of a layer, both directions joined, <c>[B, H]</c>.</summary>
    private Variable<T> LastMemory(Tape<T> tape, in EncodedSource<T> source, int layer, ReadOnlySpan<int> places)
    {
        MemoryTrace<T> memory = source.States.Memories[layer];
        Variable<T> last = tape.NewVariable(places.Length, _architecture.Hidden);
        Tensor<int> sequences = tape.NewIds(places);
        Embed<T>.Apply(tape, memory.ForwardEnd, sequences, last.SliceColumns(0, _width));
        if (_architecture.Bidirectional) Embed<T>.Apply(tape, memory.ReverseEnd, sequences, last.SliceColumns(_width, _width));
        return last;
    }

    /// <summary>The mean of each source's outputs, computed by attention with a query of zeros.</summary>
    private Variable<T> Mean(Tape<T> tape, in EncodedSource<T> source, ReadOnlyMemory<int> places)
    {
        PackedSteps queryShape = _queryShape.At(time: 0, places.Length);
        Variable<T> keys = Variable<T>.Constant(source.Outputs.Value), queries = tape.NewZeros(places.Length, keys.Columns);
        return Attend<T>.Apply(tape, new SequencePairs(queryShape, source.Steps, places), heads: 1, scale: 1, queries, keys, source.Outputs).Outputs;
    }
}
