using System.Numerics;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>An LSTM whose memory is clipped, or whose hidden state is projected, or both.</summary>
/// <param name="configuration">The cell's name and options.</param>
/// <typeparam name="TCell">The cell.</typeparam>
internal sealed class LimitedLstmDefinition<TCell>(CellConfiguration configuration) : FusedCellDefinition<TCell>(configuration, forgetGate: 1)
    where TCell : struct, ICell, IFusedCell
{
    private int Projection => Options.Projection!.Value;

    /// <inheritdoc />
    public override int OutputWidth(int hidden) => Projection > 0 ? Projection : hidden;

    /// <summary>W, U, b and b'; with a projection, U is <c>[4 H, R]</c>, and there is P <c>[R, H]</c>.</summary>
    public override IReadOnlyList<CellParameter> Parameters(int inputs, int hidden)
    {
        IReadOnlyList<CellParameter> parameters = base.Parameters(inputs, hidden);
        if (Projection == 0) return parameters;
        IEnumerable<CellParameter> narrowed = parameters.Select(
            one => one.Kind == CellParameterKind.RecurrentWeight ? one with { Columns = Projection } : one);
        return [.. narrowed, new(CellParameterKind.ProjectionWeight, Projection, hidden)];
    }

    /// <inheritdoc />
    public override Variable<T> Run<T>(
        Tape<T> tape, Variable<T> x, PackedSteps steps, LayerWeights<T> weights, int window, StateNoise noise, MemoryTrace<T>? trace) =>
        base.Run(tape, x, steps, Limited(weights), window, noise, trace);

    /// <inheritdoc />
    public override Variable<T> RunPlain<T>(
        Tape<T> tape, Variable<T> x, PackedSteps steps, LayerWeights<T> weights, int window, StateNoise noise, MemoryTrace<T>? trace) =>
        base.RunPlain(tape, x, steps, Limited(weights), window, noise, trace);

    private LayerWeights<T> Limited<T>(LayerWeights<T> weights)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new(Limited(weights.Forward), weights.Reverse is { } reverse ? Limited(reverse) : null);

    private CellWeights<T> Limited<T>(CellWeights<T> weights)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        weights with { MemoryLimit = Options.CellClip!.Value, HiddenLimit = Options.ProjectionClip!.Value };
}
