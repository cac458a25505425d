using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Layers;

namespace Rnnctl.Models.Translators;

/// <summary>
/// A decoder: recurrent layers over the target, whose states s attend to the source, and the vector that the output layer reads at each step:
/// <code>
/// s_t = cell([y_t; c; r_(t-1) or a_t], s_(t-1))
/// a_t = attention(s_t), or of s_(t-1)
/// r_t = tanh(W [a_t; s_t] + b), or s_t without attention
/// </code>
/// with the symbol y before, the context vector c, and what is fed: r of the step before (Luong et al. 2015) or a_t (Bahdanau et al. 2014).
/// </summary>
/// <typeparam name="T">The number.</typeparam>
internal sealed class Decoder<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly TranslatorArchitecture _architecture;
    private readonly int _inputs;
    private readonly RecurrentStack<T> _layers;
    private readonly StackStates<T> _states;
    private readonly SourceAttention<T>? _attention;
    private readonly Variable<T> _attendedWeight, _stateWeight, _readoutBias;

    /// <summary>The decoder whose parameters are these.</summary>
    /// <param name="architecture">The translator's shape.</param>
    /// <param name="parameter">Gives a parameter by its name.</param>
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

    /// <summary>r of all steps of whole targets, <c>[N, H]</c>: of decoders that do not run step by step.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="embedded">The symbols before, <c>[N, E]</c>.</param>
    /// <param name="steps">The packed batch of the targets.</param>
    /// <param name="source">What the decoder sees of the sources.</param>
    /// <param name="state">What it starts from.</param>
    /// <param name="training">The training step, or null.</param>
    public Variable<T> Run(
        Tape<T> tape, Variable<T> embedded, PackedSteps steps, in DecoderSource<T> source, DecoderState<T> state, TrainingStep? training)
    {
        Variable<T> h = _layers.Run(tape, Joined(tape, embedded, steps, source.Context, fed: default), steps, state.Layers, training, _states);
        return _attention is null ? h : Readout(tape, _attention.Apply(tape, h, source, steps).Attended, h);
    }

    /// <summary>r of one step, <c>[B, H]</c>, and the weights of the source's positions; the state becomes that of the step.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="embedded">The symbols before, <c>[B, E]</c>.</param>
    /// <param name="steps">B sequences of one step.</param>
    /// <param name="source">What the decoder sees of the sources.</param>
    /// <param name="state">The state before.</param>
    /// <param name="training">The training step, or null.</param>
    /// <param name="time">The number of the step.</param>
    public (Variable<T> Readout, Tensor<T> Weights) Step(
        Tape<T> tape, Variable<T> embedded, PackedSteps steps, in DecoderSource<T> source, DecoderState<T> state, TrainingStep? training, int time)
    {
        (Variable<T> attended, Tensor<T> weights) = _architecture.AsksBefore ? _attention!.Apply(tape, state.Layers[^1].Hidden, source, steps) : default;
        Variable<T> fed = _architecture.AsksBefore ? attended : state.Fed;
        Variable<T> h = _layers.Run(tape, Joined(tape, embedded, steps, source.Context, fed), steps, state.Layers, training, _states, time);
        for (int layer = 0; layer < state.Layers.Length; layer++)
            state.Layers[layer] = new CellState<T>(_states.Outputs[layer], _states.Memories[layer].ForwardEnd);
        if (_attention is null) return (h, default);
        if (!_architecture.AsksBefore) (attended, weights) = _attention.Apply(tape, h, source, steps);
        Variable<T> readout = Readout(tape, attended, h);
        if (_architecture.InputFeeding) state.Fed = readout;
        return (readout, weights);
    }

    /// <summary>Promises a backend that the weights by which a step multiplies stay as they are.</summary>
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

    /// <summary>What the first layer reads, <c>[N, inputs]</c>: the embedding, each sequence's context vector, what is fed.</summary>
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
