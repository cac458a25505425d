using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Models.Layers;

/// <summary>Stacked recurrent layers, with dropout on each layer's input.</summary>
/// <typeparam name="T">The number type.</typeparam>
internal sealed class RecurrentStack<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly StackArchitecture _architecture;
    private readonly LayerWeights<T>[] _weights;

    /// <summary>Creates the layers from their parameters.</summary>
    /// <param name="architecture">Their architecture.</param>
    /// <param name="parameter">Returns the parameter with a given name.</param>
    /// <param name="completeTop">Completes the last layer's weights in a direction, 0 or 1, with weights of other layers; null if its cell needs none.</param>
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

    /// <summary>The last layer's output, <c>[N, width]</c>: see <see cref="StackArchitecture.Width"/>.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">The input of the first layer, <c>[N, inputs]</c>.</param>
    /// <param name="steps">The packed batch's shape.</param>
    /// <param name="initial">The initial state of each layer, for unidirectional layers; empty to start from zeros or learnt initial states.</param>
    /// <param name="training">The training step, or null if the model does not learn.</param>
    /// <param name="states">Receives each layer's states, or null.</param>
    /// <param name="time">The time step, if the caller runs one step at a time: each step has its own dropout masks, unless these are variational.</param>
    public Variable<T> Run(
        Tape<T> tape, Variable<T> x, PackedSteps steps, ReadOnlySpan<CellState<T>> initial, TrainingStep? training, StackStates<T>? states, int time = 0)
    {
        for (int layer = 0; layer < _weights.Length; layer++)
        {
            LayerWeights<T> weights = _weights[layer];
            if (!initial.IsEmpty) weights = weights with { Forward = weights.Forward with { Initial = initial[layer] } };
            Variable<T> y = _architecture.CellOf(layer).Run(
                tape, Dropped(tape, x, steps, layer, training, time), steps, weights, training?.Window ?? 0, NoiseOf(layer, training), states?.Memories[layer]);
            if (states is not null) states.Outputs[layer] = y;
            x = _architecture.Variant.OutputOf(tape, layer, x, y);
            if (states is not null) states.Readouts[layer] = x;
        }

        return x;
    }

    /// <summary>
    /// Like <see cref="Run"/> without learning, but also keeps the gradients of each layer's states. A cell with a memory runs by its plain step, which keeps
    /// the memory's gradients, and so does any cell whose values are wanted.
    /// </summary>
    public Variable<T> Trace(Tape<T> tape, Variable<T> x, PackedSteps steps, StackStates<T> states)
    {
        // A layer keeps no gradients of its states where nothing at or below it learns, as in a model that only runs.
        if (!x.HasGradient) x = x with { Gradient = tape.NewZeros(x.Rows, x.Columns).Value };
        for (int layer = 0; layer < _weights.Length; layer++)
        {
            CellDefinition cell = _architecture.CellOf(layer);
            StateNoise noise = NoiseOf(layer, training: null);
            Variable<T> y = cell.HasMemory || states.Memories[layer].Values is not null
                ? cell.RunPlain(tape, x, steps, _weights[layer], window: 0, noise, states.Memories[layer])
                : cell.Run(tape, x, steps, _weights[layer], window: 0, noise);
            states.Outputs[layer] = y;
            x = _architecture.Variant.OutputOf(tape, layer, x, y);
            states.Readouts[layer] = x;
        }

        return x;
    }

    /// <summary>Promises a backend that the weights do not change, which makes short batches and single steps faster.</summary>
    public void KeepWeights(Backend<T> backend)
    {
        foreach (LayerWeights<T> layer in _weights) layer.KeepOn(backend);
    }

    private Variable<T> Dropped(Tape<T> tape, Variable<T> x, PackedSteps steps, int layer, TrainingStep? training, int time)
    {
        if (training is not { } step) return x;
        bool variational = _architecture.VariationalDropout;
        DropoutKey key = step.Dropout(_architecture.FirstPlace + layer, variational ? 0 : time);
        return Dropout<T>.Apply(tape, x, steps, _architecture.Dropout, key, variational);
    }

    private StateNoise NoiseOf(int layer, TrainingStep? training) => _architecture.Variant.NoiseOf(training?.State(_architecture.FirstPlace + layer));

    private CellWeights<T> Weights(
        Func<string, Variable<T>> parameter, int layer, int direction, Func<CellWeights<T>, int, CellWeights<T>>? complete)
    {
        string suffix = StackArchitecture.Suffix(layer, direction);
        var weights = CellWeights<T>.Of(_architecture.ParametersOf(layer), one => parameter(_architecture.Prefix + one.Name + suffix));
        return complete is null ? weights : complete(weights, direction);
    }
}
