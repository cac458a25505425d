using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>A cell that runs step by step.</summary>
/// <param name="configuration">The cell's name and options.</param>
/// <param name="forgetGate">The gate whose bias starts at 1, or -1 if there is none.</param>
/// <typeparam name="TCell">The cell.</typeparam>
internal class PlainCellDefinition<TCell>(CellConfiguration configuration, int forgetGate = -1) : CellDefinition(configuration)
    where TCell : struct, ICell
{
    /// <inheritdoc />
    public override int Gates => TCell.Gates;

    /// <inheritdoc />
    public override bool HasRecurrentWeight => TCell.HasRecurrentWeight;

    /// <inheritdoc />
    public override bool HasMemory => TCell.HasMemory;

    /// <inheritdoc />
    public override bool ReadsHidden => TCell.ReadsHidden;

    /// <inheritdoc />
    public override int ForgetGate => forgetGate;

    /// <inheritdoc />
    public override IReadOnlyList<CellParameter> Parameters(int inputs, int hidden) => TCell.Parameters(inputs, hidden);

    /// <inheritdoc />
    public override Variable<T> RunPlain<T>(
        Tape<T> tape, Variable<T> x, PackedSteps steps, LayerWeights<T> weights, int window, StateNoise noise, MemoryTrace<T>? trace) =>
        PlainLayer.Apply<T, TCell>(tape, x, steps, weights, window, noise, trace);
}
