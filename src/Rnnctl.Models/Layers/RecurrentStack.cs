using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Models.Layers;

/// <summary>Recurrent layers one over another, with dropout on what each of them reads.</summary>
/// <typeparam name="T">The number.</typeparam>
internal sealed class RecurrentStack<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly StackArchitecture _architecture;
    private readonly LayerWeights<T>[] _weights;

    /// <summary>The layers whose parameters are these.</summary>
    /// <param name="architecture">Their shape.</param>
    /// <param name="parameter">Gives a parameter by its name.</param>
    /// <param name="completeTop">Adds to the last layer's weights in a direction, 0 or 1, what its cell sees of other layers.</param>
    public RecurrentStack(
        StackArchitecture architecture, Func<string, Variable<T>> parameter, Func<CellWeights<T>, int, CellWeights<T>>? completeTop = null)
    {
        _architecture = architecture;
        _weights = new LayerWeights<T>[architecture.Layers];
        for (int layer = 0; layer < _weights.Length; layer++)
        {
            Func<CellWeights<T>, int, CellWeights<T>>? complete = layer == _weights.Length - 1 ? completeTop : null;
            CellWeights<T>? reverse = architecture.Directions == 2 ? Weights(parameter, layer, 1, complete) : null;
            _weights[layer] = new LayerWeights<T>(Weights(parameter, layer, 0, complete), reverse);
        }
    }

    /// <summary>The last layer's output, <c>[N, directions · H]</c>.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">What the first layer reads, <c>[N, inputs]</c>.</param>
    /// <param name="steps">The packed batch's shape.</param>
    /// <param name="initial">What each layer of one direction starts from, or empty where that is zeros or the layers' own parameters.</param>
    /// <param name="training">The training step, or null where the model runs without learning.</param>
    /// <param name="states">Takes what each layer made, or null.</param>
    /// <param name="time">The time step that the batch is, where a batch is run step by step: each has dropout masks of its own.</param>
    public Variable<T> Run(
        Tape<T> tape, Variable<T> x, PackedSteps steps, ReadOnlySpan<CellState<T>> initial, TrainingStep? training, StackStates<T>? states, int time = 0)
    {
        for (int layer = 0; layer < _weights.Length; layer++)
        {
            LayerWeights<T> weights = _weights[layer];
            if (!initial.IsEmpty) weights = weights with { Forward = weights.Forward with { Initial = initial[layer] } };
            Variable<T> y = _architecture.CellOf(layer).Run(
                tape, Dropped(tape, x, layer, training, time), steps, weights, training?.Window ?? 0, NoiseOf(layer, training), states?.Memories[layer]);
            if (states is not null) states.Outputs[layer] = y;
            x = _architecture.Variant.OutputOf(tape, layer, x, y);
        }

        return x;
    }

    /// <summary>
    /// The same where nobody learns, and each layer's states with their gradients: a cell with a memory runs by its plain step, which keeps the memory's.
    /// </summary>
    public Variable<T> Trace(Tape<T> tape, Variable<T> x, PackedSteps steps, StackStates<T> states)
    {
        for (int layer = 0; layer < _weights.Length; layer++)
        {
            CellDefinition cell = _architecture.CellOf(layer);
            StateNoise noise = NoiseOf(layer, training: null);
            Variable<T> y = cell.HasMemory
                ? cell.RunPlain(tape, x, steps, _weights[layer], window: 0, noise, states.Memories[layer])
                : cell.Run(tape, x, steps, _weights[layer], window: 0, noise);
            states.Outputs[layer] = y;
            x = _architecture.Variant.OutputOf(tape, layer, x, y);
        }

        return x;
    }

    /// <summary>Promises a backend that the weights by which the forward direction multiplies stay as they are, for running step by step.</summary>
    public void KeepWeights(Backend<T> backend)
    {
        foreach (LayerWeights<T> layer in _weights) layer.Forward.KeepOn(backend);
    }

    private Variable<T> Dropped(Tape<T> tape, Variable<T> x, int layer, TrainingStep? training, int time) => training is { } step
        ? Dropout<T>.Apply(tape, x, _architecture.Dropout, step.Dropout(_architecture.FirstPlace + layer, time))
        : x;

    private StateNoise NoiseOf(int layer, TrainingStep? training) => _architecture.Variant.NoiseOf(training?.State(_architecture.FirstPlace + layer));

    private CellWeights<T> Weights(
        Func<string, Variable<T>> parameter, int layer, int direction, Func<CellWeights<T>, int, CellWeights<T>>? complete)
    {
        string suffix = StackArchitecture.Suffix(layer, direction);
        var weights = CellWeights<T>.Of(_architecture.ParametersOf(layer), one => parameter(_architecture.Prefix + one.Name + suffix));
        return complete is null ? weights : complete(weights, direction);
    }
}
