using System.Numerics;
using System.Runtime.CompilerServices;
using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Numbers;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>
/// The minimal gated recurrent unit of Feng et al. (2024), "Were RNNs all we needed?". Its gates depend on the input only, so that the state update is linear
/// in the state:
/// <code>
/// z = σ(W_z x + b_z)
/// n = W_n x + b_n
/// h = (1 - z) ⊙ h' + z ⊙ n
/// </code>
/// </summary>
public readonly struct MinGru : ICell, IFusedCell
{
    /// <inheritdoc />
    public static int Gates => 2;

    /// <inheritdoc />
    public static bool HasRecurrentWeight => false;

    /// <inheritdoc />
    public static IReadOnlyList<CellParameter> Parameters(int inputs, int hidden) => CellParameter.OfInput(Gates, inputs, hidden);

    /// <inheritdoc />
    public static CellState<T> Step<T>(Tape<T> tape, Variable<T> input, CellState<T> previous, CellWeights<T> weights)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int hidden = previous.Hidden.Columns;
        Variable<T> z = tape.Logistic(input.SliceColumns(0, hidden));
        Variable<T> n = input.SliceColumns(hidden, hidden);
        Variable<T> h = tape.Add(previous.Hidden, tape.Multiply(z, tape.Subtract(n, previous.Hidden)));
        weights.Trace?.Add(tape, ("z", z), ("n", n));
        return previous with { Hidden = h };
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<TReal>(ref UnitStep<TReal> unit)
        where TReal : struct, IReal<TReal>
    {
        TReal z = TReal.Logistic(unit.FirstGate);
        TReal n = unit.SecondGate;
        TReal h = unit.PreviousHidden + (z * (n - unit.PreviousHidden));

        (unit.FirstGate, unit.SecondGate) = (z, n);
        unit.Hidden = h;
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<TReal>(in UnitStep<TReal> unit, ref UnitGradient<TReal> gradient)
        where TReal : struct, IReal<TReal>
    {
        (TReal z, TReal n) = (unit.FirstGate, unit.SecondGate);
        TReal dh = gradient.Hidden;

        gradient.FirstGate = dh * (n - unit.PreviousHidden) * Logistic.Slope(z);
        gradient.SecondGate = dh * z;
        gradient.PreviousHidden = dh * (TReal.Constant(1) - z);
    }
}
