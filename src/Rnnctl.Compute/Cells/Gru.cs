using System.Numerics;
using System.Runtime.CompilerServices;
using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Numbers;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>
/// The gated recurrent unit of Cho et al. (2014, arXiv:1406.1078v1). The reset gate is applied after the recurrent product, as in cuDNN and PyTorch:
/// <code>
/// r = σ(W_r x + b_r + U_r h' + b'_r)
/// z = σ(W_z x + b_z + U_z h' + b'_z)
/// n = tanh(W_n x + b_n + r ⊙ (U_n h' + b'_n))
/// h = (1 - z) ⊙ n + z ⊙ h'
/// </code>
/// Some course notes swap z and 1 - z.
/// </summary>
public readonly struct Gru : ICell, IFusedCell
{
    /// <inheritdoc />
    public static int Gates => 3;

    /// <inheritdoc />
    public static bool HasSeparateRecurrentTerm => true;

    /// <inheritdoc />
    public static IReadOnlyList<CellParameter> Parameters(int inputs, int hidden) => CellParameter.Recurrent(Gates, inputs, hidden);

    /// <inheritdoc />
    public static CellState<T> Step<T>(Tape<T> tape, Variable<T> input, CellState<T> previous, CellWeights<T> weights)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int hidden = previous.Hidden.Columns;
        Variable<T> u = weights.FromHidden(tape, previous.Hidden);
        Variable<T> r = tape.Logistic(tape.Add(input.SliceColumns(0, hidden), u.SliceColumns(0, hidden)));
        Variable<T> z = tape.Logistic(tape.Add(input.SliceColumns(hidden, hidden), u.SliceColumns(hidden, hidden)));
        Variable<T> n = tape.Tanh(tape.Add(input.SliceColumns(2 * hidden, hidden), tape.Multiply(r, u.SliceColumns(2 * hidden, hidden))));
        Variable<T> h = tape.Add(n, tape.Multiply(z, tape.Subtract(previous.Hidden, n)));
        weights.Trace?.Add(tape, ("r", r), ("z", z), ("n", n));
        return previous with { Hidden = h };
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<TReal>(ref UnitStep<TReal> unit)
        where TReal : struct, IReal<TReal>
    {
        TReal r = TReal.Logistic(unit.FirstGate);
        TReal z = TReal.Logistic(unit.SecondGate);
        TReal n = TReal.Tanh(unit.ThirdGate + (r * unit.RecurrentTerm));
        TReal h = n + (z * (unit.PreviousHidden - n));

        (unit.FirstGate, unit.SecondGate, unit.ThirdGate) = (r, z, n);
        unit.Hidden = h;
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<TReal>(in UnitStep<TReal> unit, ref UnitGradient<TReal> gradient)
        where TReal : struct, IReal<TReal>
    {
        (TReal r, TReal z, TReal n) = (unit.FirstGate, unit.SecondGate, unit.ThirdGate);
        TReal dh = gradient.Hidden;
        TReal dn = dh * (TReal.Constant(1) - z) * Tanh.Slope(n);

        gradient.FirstGate = dn * unit.RecurrentTerm * Logistic.Slope(r);
        gradient.SecondGate = dh * (unit.PreviousHidden - n) * Logistic.Slope(z);
        gradient.ThirdGate = dn;
        gradient.RecurrentTerm = dn * r;
        gradient.PreviousHidden = dh * z;
    }
}
