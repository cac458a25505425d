using System.Numerics;
using System.Runtime.CompilerServices;
using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Numbers;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>
/// The long short-term memory with peepholes (Gers and Schmidhuber 2000, "Recurrent nets that time and count"). The gates of a unit also read this unit's
/// memory, so that the peephole weights p are diagonals:
/// <code>
/// i = σ(W_i x + b_i + U_i h' + b'_i + p_i ⊙ c')
/// f = σ(W_f x + b_f + U_f h' + b'_f + p_f ⊙ c')
/// g = tanh(W_g x + b_g + U_g h' + b'_g)
/// c = f ⊙ c' + i ⊙ g
/// o = σ(W_o x + b_o + U_o h' + b'_o + p_o ⊙ c)
/// h = o ⊙ tanh(c)
/// </code>
/// </summary>
public readonly struct PeepholeLstm : ICell, IFusedCell
{
    /// <inheritdoc />
    public static int Gates => 4;

    /// <inheritdoc />
    public static bool HasMemory => true;

    /// <inheritdoc />
    public static bool HasPeepholes => true;

    /// <inheritdoc />
    public static IReadOnlyList<CellParameter> Parameters(int inputs, int hidden) =>
        [.. CellParameter.Recurrent(Gates, inputs, hidden), new(CellParameterKind.PeepholeWeight, 3, hidden)];

    /// <inheritdoc />
    public static CellState<T> Step<T>(Tape<T> tape, Variable<T> input, CellState<T> previous, CellWeights<T> weights)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int hidden = previous.Hidden.Columns;
        Variable<T> a = tape.Add(input, weights.FromHidden(tape, previous.Hidden));
        Variable<T> i = tape.Logistic(tape.Add(a.SliceColumns(0, hidden), tape.Scale(previous.Memory, weights.Peephole.SliceRows(0, 1))));
        Variable<T> f = tape.Logistic(tape.Add(a.SliceColumns(hidden, hidden), tape.Scale(previous.Memory, weights.Peephole.SliceRows(1, 1))));
        Variable<T> g = tape.Tanh(a.SliceColumns(2 * hidden, hidden));
        Variable<T> c = tape.Add(tape.Multiply(f, previous.Memory), tape.Multiply(i, g));
        Variable<T> o = tape.Logistic(tape.Add(a.SliceColumns(3 * hidden, hidden), tape.Scale(c, weights.Peephole.SliceRows(2, 1))));
        Variable<T> h = tape.Multiply(o, tape.Tanh(c));
        weights.Trace?.Add(tape, ("i", i), ("f", f), ("g", g), ("o", o));
        return new CellState<T>(h, c);
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<TReal>(ref UnitStep<TReal> unit)
        where TReal : struct, IReal<TReal>
    {
        TReal i = TReal.Logistic(unit.FirstGate + (unit.FirstPeephole * unit.PreviousMemory));
        TReal f = TReal.Logistic(unit.SecondGate + (unit.SecondPeephole * unit.PreviousMemory));
        TReal g = TReal.Tanh(unit.ThirdGate);
        TReal c = (f * unit.PreviousMemory) + (i * g);
        TReal o = TReal.Logistic(unit.FourthGate + (unit.FourthPeephole * c));
        TReal h = o * TReal.Tanh(c);

        (unit.FirstGate, unit.SecondGate, unit.ThirdGate, unit.FourthGate) = (i, f, g, o);
        (unit.Memory, unit.Hidden) = (c, h);
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<TReal>(in UnitStep<TReal> unit, ref UnitGradient<TReal> gradient)
        where TReal : struct, IReal<TReal>
    {
        (TReal i, TReal f, TReal g, TReal o) = (unit.FirstGate, unit.SecondGate, unit.ThirdGate, unit.FourthGate);
        TReal output = TReal.Tanh(unit.Memory);
        TReal dh = gradient.Hidden;

        gradient.FourthGate = dh * output * Logistic.Slope(o);
        TReal dc = gradient.Memory + (dh * o * Tanh.Slope(output)) + (gradient.FourthGate * unit.FourthPeephole);
        gradient.FirstGate = dc * g * Logistic.Slope(i);
        gradient.SecondGate = dc * unit.PreviousMemory * Logistic.Slope(f);
        gradient.ThirdGate = dc * i * Tanh.Slope(g);
        gradient.PreviousMemory = (dc * f) + (gradient.FirstGate * unit.FirstPeephole) + (gradient.SecondGate * unit.SecondPeephole);
    }
}
