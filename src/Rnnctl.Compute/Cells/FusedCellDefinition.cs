using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>A cell that devices can also run as one fused operation over all steps.</summary>
/// <param name="configuration">The cell's name and options.</param>
/// <param name="forgetGate">The gate whose bias starts at 1, or -1 if there is none.</param>
/// <param name="squashesInput">Whether W is applied to tanh(x) instead of x; tanh(x) is computed for all steps at once.</param>
/// <typeparam name="TCell">The cell.</typeparam>
internal class FusedCellDefinition<TCell>(CellConfiguration configuration, int forgetGate = -1, bool squashesInput = false)
    : PlainCellDefinition<TCell>(configuration, forgetGate)
    where TCell : struct, ICell, IFusedCell
{
    /// <inheritdoc />
    public override bool IsFused => true;

    /// <inheritdoc />
    public override Variable<T> Run<T>(
        Tape<T> tape, Variable<T> x, PackedSteps steps, LayerWeights<T> weights, int window, StateNoise noise, MemoryTrace<T>? trace) =>
        RecurrentLayer<T, TCell>.Apply(tape, squashesInput ? tape.Tanh(x) : x, steps, weights, window, noise, trace);
}
