using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>A cell that the devices run as one fused operation.</summary>
/// <param name="choice">The cell that was chosen.</param>
/// <param name="forgetGate">The gate whose bias starts at 1, or -1.</param>
/// <param name="squashesInput">Whether W reads tanh(x), which is computed for all steps at once.</param>
/// <typeparam name="TCell">The cell.</typeparam>
internal sealed class FusedCellDefinition<TCell>(CellChoice choice, int forgetGate = -1, bool squashesInput = false)
    : CellDefinition(choice, CellTraits.Of<TCell>(forgetGate))
    where TCell : struct, ICell, IFusedCell
{
    /// <inheritdoc />
    public override bool IsFused => true;

    /// <inheritdoc />
    public override IReadOnlyList<CellParameter> Parameters(int inputs, int hidden) => TCell.Parameters(inputs, hidden);

    /// <summary>Fused, unless the layer does more than the loop over time can: layer normalisation, recurrent dropout, zoneout.</summary>
    public override Variable<T> Run<T>(
        Tape<T> tape, Variable<T> x, PackedSteps steps, LayerWeights<T> weights, int window, StateNoise noise, MemoryTrace<T>? trace)
    {
        if (weights.Forward.InputGain.Rows > 0 || noise.IsActiveOn(tape)) return RunPlain(tape, x, steps, weights, window, noise, trace);
        return RecurrentLayer<T, TCell>.Apply(tape, squashesInput ? tape.Tanh(x) : x, steps, weights, window, trace);
    }

    /// <inheritdoc />
    public override Variable<T> RunPlain<T>(
        Tape<T> tape, Variable<T> x, PackedSteps steps, LayerWeights<T> weights, int window, StateNoise noise, MemoryTrace<T>? trace) =>
        PlainLayer.Apply<T, TCell>(tape, x, steps, weights, window, noise, trace);
}
