using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>A cell that the devices run as one fused operation.</summary>
/// <typeparam name="TCell">The cell.</typeparam>
internal sealed class FusedCellDefinition<TCell>(string name, int forgetGate = -1) : CellDefinition(name)
    where TCell : struct, IFusedCell
{
    /// <inheritdoc />
    public override bool IsFused => true;

    /// <inheritdoc />
    public override int Gates => TCell.Gates;

    /// <inheritdoc />
    public override int ForgetGate => forgetGate;

    /// <inheritdoc />
    public override IReadOnlyList<CellParameter> Parameters(int inputs, int hidden) => TCell.Parameters(inputs, hidden);

    /// <inheritdoc />
    public override Variable<T> Run<T>(Tape<T> tape, Variable<T> x, PackedSteps steps, LayerWeights<T> weights, int window) =>
        RecurrentLayer<T, TCell>.Apply(tape, x, steps, weights, window);

    /// <inheritdoc />
    public override Variable<T> RunPlain<T>(Tape<T> tape, Variable<T> x, PackedSteps steps, LayerWeights<T> weights, int window) =>
        PlainLayer.Apply<T, TCell>(tape, x, steps, weights, window);
}
