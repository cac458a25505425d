using System.Numerics;
using System.Runtime.CompilerServices;
using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Numbers;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>
/// The long short-term memory with coupled gates: the input gate is 1 - f (Greff et al. 2015, "LSTM: a search space odyssey", variant CIFG):
/// <code>
/// f = σ(W_f x + b_f + U_f h' + b'_f)
/// g = tanh(W_g x + b_g + U_g h' + b'_g)
/// o = σ(W_o x + b_o + U_o h' + b'_o)
/// c = f ⊙ c' + (1 - f) ⊙ g
/// h = o ⊙ tanh(c)
/// </code>
/// </summary>
public readonly struct CoupledLstm : ICell, IFusedCell
{
    /// <inheritdoc />
    public static int Gates => 3;

    /// <inheritdoc />
    public static bool HasMemory => true;

    /// <inheritdoc />
    public static IReadOnlyList<CellParameter> Parameters(int inputs, int hidden) => CellParameter.Recurrent(Gates, inputs, hidden);

    /// <inheritdoc />
    public static CellState<T> Step<T>(Tape<T> tape, Variable<T> input, CellState<T> previous, CellWeights<T> weights)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int hidden = previous.Hidden.Columns;
        Variable<T> a = tape.Add(input, weights.FromHidden(tape, previous.Hidden));
        Variable<T> f = tape.Logistic(a.SliceColumns(0, hidden));
        Variable<T> g = tape.Tanh(a.SliceColumns(hidden, hidden));
        Variable<T> o = tape.Logistic(a.SliceColumns(2 * hidden, hidden));
        Variable<T> c = tape.Add(g, tape.Multiply(f, tape.Subtract(previous.Memory, g)));
        Variable<T> h = tape.Multiply(o, tape.Tanh(c));
        weights.Trace?.Add(tape, ("f", f), ("g", g), ("o", o));
        return new CellState<T>(h, c);
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<TReal>(ref UnitStep<TReal> unit)
        where TReal : struct, IReal<TReal>
    {
        TReal f = TReal.Logistic(unit.FirstGate);
        TReal g = TReal.Tanh(unit.SecondGate);
        TReal o = TReal.Logistic(unit.ThirdGate);
        TReal c = g + (f * (unit.PreviousMemory - g));
        TReal h = o * TReal.Tanh(c);

        (unit.FirstGate, unit.SecondGate, unit.ThirdGate) = (f, g, o);
        (unit.Memory, unit.Hidden) = (c, h);
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<TReal>(in UnitStep<TReal> unit, ref UnitGradient<TReal> gradient)
        where TReal : struct, IReal<TReal>
    {
        (TReal f, TReal g, TReal o) = (unit.FirstGate, unit.SecondGate, unit.ThirdGate);
        TReal output = TReal.Tanh(unit.Memory);
        TReal dh = gradient.Hidden;
        TReal dc = gradient.Memory + (dh * o * Tanh.Slope(output));

        gradient.FirstGate = dc * (unit.PreviousMemory - g) * Logistic.Slope(f);
        gradient.SecondGate = dc * (TReal.Constant(1) - f) * Tanh.Slope(g);
        gradient.ThirdGate = dh * output * Logistic.Slope(o);
        gradient.PreviousMemory = dc * f;
    }
}
