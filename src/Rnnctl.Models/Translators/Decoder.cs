using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Layers;

namespace Rnnctl.Models.Translators;

/// <summary>
/// A decoder: recurrent layers over the target, attention of their states s to the source, and the readout r, which the output layer reads:
/// <code>
/// s_t = cell([y_t; c; r_(t-1) or a_t], s_(t-1))
/// a_t = attention(s_t) or attention(s_(t-1))
/// r_t = tanh(W [a_t; s_t] + b), or s_t without attention
/// </code>
/// where y_t is the embedding of the previous symbol and c is the context vector. The last part of the input is r_(t-1) with input feeding (Luong et al.
/// 2015), a_t if the previous state is the query (Bahdanau et al. 2014), and absent otherwise.
/// </summary>
/// <typeparam name="T">The number type.</typeparam>
internal sealed class Decoder<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly TranslatorArchitecture _architecture;
    private readonly int _inputs;
    private readonly RecurrentStack<T> _layers;
    private readonly StackStates<T> _states;
    private readonly SourceAttention<T>? _attention;
    private readonly Variable<T> _attendedWeight, _stateWeight, _readoutBias;

    /// <summary>Creates the decoder from its parameters.</summary>
    /// <param name="architecture">The translator's architecture.</param>
    /// <param name="parameter">Returns the parameter with a given name.</param>
    public Decoder(TranslatorArchitecture architecture, Func<string, Variable<T>> parameter)
    {
        _architecture = architecture;
        StackArchitecture layers = architecture.Decoder;
        _inputs = layers.Inputs;
        _layers = new RecurrentStack<T>(layers, parameter);
        _states = new StackStates<T>(architecture.Layers);
        if (architecture.Attention == AttentionKind.None) return;
        _attention = new SourceAttention<T>(architecture, parameter);
        Variable<T> weight = parameter("readout.weight");
        (_attendedWeight, _stateWeight) = (weight.SliceColumns(0, architecture.Hidden), weight.SliceColumns(architecture.Hidden, architecture.Hidden));
        _readoutBias = parameter("readout.bias");
    }

    /// <summary>The keys and values that the decoder attends to, <c>[N, H]</c> each; empty without attention.</summary>
    public (Variable<T> Keys, Variable<T> Values) Project(Tape<T> tape, Variable<T> outputs) => _attention?.Project(tape, outputs) ?? default;

    /// <summary>The readouts r of all steps of whole targets, <c>[N, H]</c>. Only for decoders that need not run step by step.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="embedded">The embeddings of the previous symbols, <c>[N, E]</c>.</param>
    /// <param name="steps">The packed batch of the targets.</param>
    /// <param name="source">What the decoder sees of the sources.</param>
    /// <param name="state">The initial state.</param>
    /// <param name="training">The training step, or null.</param>
    public Variable<T> Run(
        Tape<T> tape, Variable<T> embedded, PackedSteps steps, in DecoderSource<T> source, DecoderState<T> state, TrainingStep? training)
    {
        Variable<T> h = _layers.Run(tape, Joined(tape, embedded, steps, source.Context, fed: default), steps, state.Layers, training, _states);
        return _attention is null ? h : Readout(tape, _attention.Apply(tape, h, source, steps).Attended, h);
    }

    /// <summary>The readout r of one step, <c>[B, H]</c>, and the attention weights. Updates the state.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="embedded">The embeddings of the previous symbols, <c>[B, E]</c>.</param>
    /// <param name="steps">B sequences of one step.</param>
    /// <param name="source">What the decoder sees of the sources.</param>
    /// <param name="state">The state; afterwards that of this step.</param>
    /// <param name="training">The training step, or null.</param>
    /// <param name="time">The number of the step.</param>
    public (Variable<T> Readout, Tensor<T> Weights) Step(
        Tape<T> tape, Variable<T> embedded, PackedSteps steps, in DecoderSource<T> source, DecoderState<T> state, TrainingStep? training, int time)
    {
        (Variable<T> attended, Tensor<T> weights) = _architecture.QueriesPreviousState
            ? _attention!.Apply(tape, state.Layers[^1].Hidden, source, steps)
            : default;
        Variable<T> fed = _architecture.QueriesPreviousState ? attended : state.Fed;
        Variable<T> h = _layers.Run(tape, Joined(tape, embedded, steps, source.Context, fed), steps, state.Layers, training, _states, time);
        for (int layer = 0; layer < state.Layers.Length; layer++)
            state.Layers[layer] = new CellState<T>(_states.Outputs[layer], _states.Memories[layer].ForwardEnd);
        if (_attention is null) return (h, default);
        if (!_architecture.QueriesPreviousState) (attended, weights) = _attention.Apply(tape, h, source, steps);
        Variable<T> readout = Readout(tape, attended, h);
        if (_architecture.InputFeeding) state.Fed = readout;
        return (readout, weights);
    }

    /// <summary>Promises a backend that the weights of a step do not change, which makes steps faster.</summary>
    public void KeepWeights(Backend<T> backend)
    {
        _layers.KeepWeights(backend);
        if (_attention is null) return;
        _attention.KeepWeights(backend);
        backend.Keep(MatrixOperand<T>.Transpose(_attendedWeight.Value));
        backend.Keep(MatrixOperand<T>.Transpose(_stateWeight.Value));
    }

    /// <summary>tanh(W [a; s] + b).</summary>
    private Variable<T> Readout(Tape<T> tape, Variable<T> attended, Variable<T> h) =>
        tape.Tanh(tape.Add(tape.Linear(attended, _attendedWeight, _readoutBias), tape.Product(h, _stateWeight)));

    /// <summary>The input of the first layer, <c>[N, inputs]</c>: the embedding, the context vector and the fed vector, joined.</summary>
    private Variable<T> Joined(Tape<T> tape, Variable<T> embedded, PackedSteps steps, Variable<T> context, Variable<T> fed)
    {
        if (context.Rows == 0 && fed.Rows == 0) return embedded;
        Variable<T> x = tape.NewVariable(embedded.Rows, _inputs);
        Copy<T>.Apply(tape, embedded, x.SliceColumns(0, embedded.Columns));
        int column = embedded.Columns;
        if (context.Rows > 0)
        {
            for (int step = 0; step < steps.Steps; step++)
            {
                Variable<T> rows = x.SliceRows(steps.Offset(step), steps.Alive(step));
                Copy<T>.Apply(tape, context.SliceRows(0, rows.Rows), rows.SliceColumns(column, context.Columns));
            }

            column += context.Columns;
        }

        if (fed.Rows > 0) Copy<T>.Apply(tape, fed, x.SliceColumns(column, fed.Columns));
        return x;
    }
}

/// <summary>The decoder's view of the sources.</summary>
/// <param name="Steps">The packed batch of the sources.</param>
/// <param name="Places">For each of the decoder's sequences, the position of its source in the batch.</param>
/// <param name="Keys">The attention's keys, <c>[N, H]</c>; empty without attention.</param>
/// <param name="Values">The attention's values, <c>[N, H]</c>; empty without attention.</param>
/// <param name="Context">The context vector of each of the decoder's sequences, <c>[B, H]</c>; empty if the steps do not read it.</param>
/// <typeparam name="T">The number type.</typeparam>
internal readonly record struct DecoderSource<T>(
    PackedSteps Steps, ReadOnlyMemory<int> Places, Variable<T> Keys, Variable<T> Values, Variable<T> Context)
    where T : unmanaged;

/// <summary>The state that a decoder carries from step to step.</summary>
/// <typeparam name="T">The number type.</typeparam>
internal sealed class DecoderState<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Allocates the state of a number of layers.</summary>
    public DecoderState(int layers) => Layers = new CellState<T>[layers];

    /// <summary>Each layer's state, <c>[B, H]</c>; the memory is empty if the cell has none.</summary>
    public CellState<T>[] Layers { get; }

    /// <summary>The previous step's readout, <c>[B, H]</c>, for input feeding; empty without it.</summary>
    public Variable<T> Fed { get; set; }

    /// <summary>Keeps only the first <paramref name="alive"/> sequences.</summary>
    public void Narrow(int alive)
    {
        for (int layer = 0; layer < Layers.Length; layer++)
        {
            (Variable<T> hidden, Variable<T> memory) = Layers[layer];
            Layers[layer] = new CellState<T>(hidden.SliceRows(0, alive), memory.Rows == 0 ? memory : memory.SliceRows(0, alive));
        }

        if (Fed.Rows > 0) Fed = Fed.SliceRows(0, alive);
    }
}
