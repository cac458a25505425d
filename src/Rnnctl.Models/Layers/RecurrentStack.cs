using System.Numerics;
using Rnnctl.Compute;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Operations;
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
    public RecurrentStack(StackArchitecture architecture, Func<string, Variable<T>> parameter)
    {
        _architecture = architecture;
        _weights = new LayerWeights<T>[architecture.Layers];
        for (int layer = 0; layer < _weights.Length; layer++)
        {
            CellWeights<T>? reverse = architecture.Directions == 2 ? Weights(parameter, layer, 1) : null;
            _weights[layer] = new LayerWeights<T>(Weights(parameter, layer, 0), reverse);
        }
    }

    /// <summary>The last layer's output, <c>[N, directions · H]</c>.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="x">What the first layer reads, <c>[N, inputs]</c>.</param>
    /// <param name="steps">The packed batch's shape.</param>
    /// <param name="initial">What each layer of one direction starts from, or empty where that is zeros or the layers' own parameters.</param>
    /// <param name="training">The training step, or null where the model runs without learning.</param>
    /// <param name="states">Takes what each layer made.</param>
    /// <param name="time">The time step that the batch is, where a batch is run step by step: each has dropout masks of its own.</param>
    public Variable<T> Run(
        Tape<T> tape, Variable<T> x, PackedSteps steps, ReadOnlySpan<CellState<T>> initial, TrainingStep? training, StackStates<T> states, int time = 0)
    {
        for (int layer = 0; layer < _weights.Length; layer++)
        {
            LayerWeights<T> weights = _weights[layer];
            if (!initial.IsEmpty) weights = weights with { Forward = weights.Forward with { Initial = initial[layer] } };
            int place = _architecture.FirstPlace + layer;
            StateNoise noise = _architecture.Variant.NoiseOf(training?.State(place));
            Variable<T> dropped = training is { } step ? Dropout<T>.Apply(tape, x, _architecture.Dropout, step.Dropout(place, time)) : x;
            Variable<T> y = _architecture.Cell.Run(tape, dropped, steps, weights, training?.Window ?? 0, noise, states.Memories[layer]);
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

    private CellWeights<T> Weights(Func<string, Variable<T>> parameter, int layer, int direction)
    {
        string suffix = StackArchitecture.Suffix(layer, direction);
        return CellWeights<T>.Of(_architecture.ParametersOf(layer), one => parameter(_architecture.Prefix + one.Name + suffix));
    }
}
