using System.Numerics;
using System.Runtime.CompilerServices;
using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Numbers;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>
/// The gated recurrent unit of the published version of Cho et al. (2014, arXiv:1406.1078v3). The reset gate is applied before the recurrent product:
/// <code>
/// r = σ(W_r x + b_r + U_r h' + b'_r)
/// z = σ(W_z x + b_z + U_z h' + b'_z)
/// n = tanh(W_n x + b_n + U_n (r ⊙ h') + b'_n)
/// h = (1 - z) ⊙ n + z ⊙ h'
/// </code>
/// </summary>
public readonly struct ResetBeforeGru : ICell, IFusedCell
{
    /// <inheritdoc />
    public static int Gates => 3;

    /// <inheritdoc />
    public static bool ResetsBefore => true;

    /// <inheritdoc />
    public static IReadOnlyList<CellParameter> Parameters(int inputs, int hidden) => CellParameter.Recurrent(Gates, inputs, hidden);

    /// <inheritdoc />
    public static CellState<T> Step<T>(Tape<T> tape, Variable<T> input, CellState<T> previous, CellWeights<T> weights)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int hidden = previous.Hidden.Columns;
        Variable<T> u = weights.FromHidden(tape, previous.Hidden, first: 0, 2 * hidden);
        Variable<T> gates = tape.Logistic(tape.Add(input.SliceColumns(0, 2 * hidden), u));
        Variable<T> r = gates.SliceColumns(0, hidden), z = gates.SliceColumns(hidden, hidden);
        Variable<T> reset = tape.Multiply(r, previous.Hidden);
        Variable<T> candidate = weights.FromHidden(tape, reset, first: 2 * hidden, hidden);
        Variable<T> n = tape.Tanh(tape.Add(input.SliceColumns(2 * hidden, hidden), candidate));
        Variable<T> h = tape.Add(n, tape.Multiply(z, tape.Subtract(previous.Hidden, n)));
        weights.Trace?.Add(tape, ("r", r), ("z", z), ("n", n));
        return previous with { Hidden = h };
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Reset<TReal>(ref UnitStep<TReal> unit)
        where TReal : struct, IReal<TReal>
    {
        TReal r = TReal.Logistic(unit.FirstGate);

        unit.FirstGate = r;
        unit.RecurrentTerm = r * unit.PreviousHidden;
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<TReal>(ref UnitStep<TReal> unit)
        where TReal : struct, IReal<TReal>
    {
        TReal z = TReal.Logistic(unit.SecondGate);
        TReal n = TReal.Tanh(unit.ThirdGate);
        TReal h = n + (z * (unit.PreviousHidden - n));

        (unit.SecondGate, unit.ThirdGate) = (z, n);
        unit.Hidden = h;
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<TReal>(in UnitStep<TReal> unit, ref UnitGradient<TReal> gradient)
        where TReal : struct, IReal<TReal>
    {
        (TReal r, TReal z, TReal n) = (unit.FirstGate, unit.SecondGate, unit.ThirdGate);
        TReal dh = gradient.Hidden;

        gradient.FirstGate = r;
        gradient.SecondGate = dh * (unit.PreviousHidden - n) * Logistic.Slope(z);
        gradient.ThirdGate = dh * (TReal.Constant(1) - z) * Tanh.Slope(n);
        gradient.PreviousHidden = dh * z;
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void BackwardReset<TReal>(in UnitStep<TReal> unit, ref UnitGradient<TReal> gradient)
        where TReal : struct, IReal<TReal>
    {
        TReal r = unit.FirstGate;

        gradient.FirstGate = gradient.RecurrentTerm * unit.PreviousHidden * Logistic.Slope(r);
        gradient.PreviousHidden = gradient.RecurrentTerm * r;
    }
}
