using System.Numerics;
using System.Runtime.CompilerServices;
using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Numbers;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>
/// The simple recurrent network of Elman (1990), "Finding structure in time":
/// <code>
/// h = f(W x + b + U h' + b')
/// </code>
/// </summary>
/// <typeparam name="TActivation">f.</typeparam>
public readonly struct Elman<TActivation> : ICell, IFusedCell
    where TActivation : struct, IActivation
{
    /// <inheritdoc />
    public static int Gates => 1;

    /// <inheritdoc />
    public static IReadOnlyList<CellParameter> Parameters(int inputs, int hidden) => CellParameter.Recurrent(Gates, inputs, hidden);

    /// <inheritdoc />
    public static CellState<T> Step<T>(Tape<T> tape, Variable<T> input, CellState<T> previous, CellWeights<T> weights)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> a = tape.Add(input, weights.FromHidden(tape, previous.Hidden));
        return previous with { Hidden = tape.Activate<T, TActivation>(a) };
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<TReal>(ref UnitStep<TReal> unit)
        where TReal : struct, IReal<TReal>
    {
        TReal h = TActivation.Apply(unit.FirstGate);

        unit.FirstGate = h;
        unit.Hidden = h;
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<TReal>(in UnitStep<TReal> unit, ref UnitGradient<TReal> gradient)
        where TReal : struct, IReal<TReal>
    {
        gradient.FirstGate = gradient.Hidden * TActivation.Slope(unit.Hidden);
    }
}
