using System.Numerics;
using System.Runtime.CompilerServices;
using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Numbers;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>
/// The minimal long short-term memory of Feng et al. (2024), "Were RNNs all we needed?". Its gates depend on the input only and are normalised so that they sum
/// to 1:
/// <code>
/// f = σ(W_f x + b_f)
/// i = σ(W_i x + b_i)
/// n = W_n x + b_n
/// h = (f ⊙ h' + i ⊙ n) / (f + i)
/// </code>
/// </summary>
public readonly struct MinLstm : ICell, IFusedCell
{
    /// <inheritdoc />
    public static int Gates => 3;

    /// <inheritdoc />
    public static bool HasRecurrentWeight => false;

    /// <inheritdoc />
    public static IReadOnlyList<CellParameter> Parameters(int inputs, int hidden) => CellParameter.OfInput(Gates, inputs, hidden);

    /// <inheritdoc />
    public static CellState<T> Step<T>(Tape<T> tape, Variable<T> input, CellState<T> previous, CellWeights<T> weights)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int hidden = previous.Hidden.Columns;
        Variable<T> f = tape.Logistic(input.SliceColumns(0, hidden));
        Variable<T> i = tape.Logistic(input.SliceColumns(hidden, hidden));
        Variable<T> n = input.SliceColumns(2 * hidden, hidden);
        Variable<T> h = tape.Divide(tape.Add(tape.Multiply(f, previous.Hidden), tape.Multiply(i, n)), tape.Add(f, i));
        weights.Trace?.Add(tape, ("f", f), ("i", i), ("n", n));
        return previous with { Hidden = h };
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<TReal>(ref UnitStep<TReal> unit)
        where TReal : struct, IReal<TReal>
    {
        TReal f = TReal.Logistic(unit.FirstGate);
        TReal i = TReal.Logistic(unit.SecondGate);
        TReal n = unit.ThirdGate;
        TReal h = ((f * unit.PreviousHidden) + (i * n)) / (f + i);

        (unit.FirstGate, unit.SecondGate, unit.ThirdGate) = (f, i, n);
        unit.Hidden = h;
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<TReal>(in UnitStep<TReal> unit, ref UnitGradient<TReal> gradient)
        where TReal : struct, IReal<TReal>
    {
        (TReal f, TReal i, TReal n) = (unit.FirstGate, unit.SecondGate, unit.ThirdGate);
        TReal share = gradient.Hidden / (f + i);

        gradient.FirstGate = share * (unit.PreviousHidden - unit.Hidden) * Logistic.Slope(f);
        gradient.SecondGate = share * (n - unit.Hidden) * Logistic.Slope(i);
        gradient.ThirdGate = share * i;
        gradient.PreviousHidden = share * f;
    }
}
