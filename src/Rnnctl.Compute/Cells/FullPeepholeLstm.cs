using System.Numerics;
using System.Runtime.CompilerServices;
using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Numbers;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>
/// The long short-term memory with full peephole matrices, as lectures draw it: the gates multiply the concatenated input, hidden state and memory by one
/// matrix, so that a gate reads the memories of all units. P, the part of this matrix for the memory, is a separate parameter:
/// <code>
/// i = σ(W_i x + b_i + U_i h' + b'_i + P_i c')
/// f = σ(W_f x + b_f + U_f h' + b'_f + P_f c')
/// g = tanh(W_g x + b_g + U_g h' + b'_g)
/// c = f ⊙ c' + i ⊙ g
/// o = σ(W_o x + b_o + U_o h' + b'_o + P_o c)
/// h = o ⊙ tanh(c)
/// </code>
/// </summary>
public readonly struct FullPeepholeLstm : ICell, IFusedCell
{
    /// <inheritdoc />
    public static int Gates => 4;

    /// <inheritdoc />
    public static bool HasMemory => true;

    /// <inheritdoc />
    public static bool HasMemoryProducts => true;

    /// <summary>The parameters of an LSTM, and P_i, P_f and P_o, <c>[3 H, H]</c>.</summary>
    public static IReadOnlyList<CellParameter> Parameters(int inputs, int hidden) =>
        [.. CellParameter.Recurrent(Gates, inputs, hidden), new(CellParameterKind.PeepholeWeight, 3 * hidden, hidden)];

    /// <inheritdoc />
    public static CellState<T> Step<T>(Tape<T> tape, Variable<T> input, CellState<T> previous, CellWeights<T> weights)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int hidden = previous.Hidden.Columns;
        Variable<T> a = tape.Add(input, weights.FromHidden(tape, previous.Hidden));
        Variable<T> before = tape.Product(previous.Memory, weights.Peephole.SliceRows(0, 2 * hidden));
        Variable<T> gates = tape.Logistic(tape.Add(a.SliceColumns(0, 2 * hidden), before));
        Variable<T> i = gates.SliceColumns(0, hidden), f = gates.SliceColumns(hidden, hidden);
        Variable<T> g = tape.Tanh(a.SliceColumns(2 * hidden, hidden));
        Variable<T> c = tape.Add(tape.Multiply(f, previous.Memory), tape.Multiply(i, g));
        Variable<T> after = tape.Product(c, weights.Peephole.SliceRows(2 * hidden, hidden));
        Variable<T> o = tape.Logistic(tape.Add(a.SliceColumns(3 * hidden, hidden), after));
        Variable<T> h = tape.Multiply(o, tape.Tanh(c));
        weights.Trace?.Add(tape, ("i", i), ("f", f), ("g", g), ("o", o));
        return new CellState<T>(h, c);
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void UpdateMemory<TReal>(ref UnitStep<TReal> unit)
        where TReal : struct, IReal<TReal>
    {
        TReal i = TReal.Logistic(unit.FirstGate);
        TReal f = TReal.Logistic(unit.SecondGate);
        TReal g = TReal.Tanh(unit.ThirdGate);
        TReal c = (f * unit.PreviousMemory) + (i * g);

        (unit.FirstGate, unit.SecondGate, unit.ThirdGate, unit.Memory) = (i, f, g, c);
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<TReal>(ref UnitStep<TReal> unit)
        where TReal : struct, IReal<TReal>
    {
        TReal o = TReal.Logistic(unit.FourthGate);
        TReal h = o * TReal.Tanh(unit.Memory);

        (unit.FourthGate, unit.Hidden) = (o, h);
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void BackwardOutput<TReal>(in UnitStep<TReal> unit, ref UnitGradient<TReal> gradient)
        where TReal : struct, IReal<TReal>
    {
        TReal o = unit.FourthGate;
        TReal output = TReal.Tanh(unit.Memory);
        TReal dh = gradient.Hidden;

        gradient.FourthGate = dh * output * Logistic.Slope(o);
        gradient.Memory += dh * o * Tanh.Slope(output);
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<TReal>(in UnitStep<TReal> unit, ref UnitGradient<TReal> gradient)
        where TReal : struct, IReal<TReal>
    {
        (TReal i, TReal f, TReal g) = (unit.FirstGate, unit.SecondGate, unit.ThirdGate);
        TReal dc = gradient.Memory;

        gradient.FirstGate = dc * g * Logistic.Slope(i);
        gradient.SecondGate = dc * unit.PreviousMemory * Logistic.Slope(f);
        gradient.ThirdGate = dc * i * Tanh.Slope(g);
        gradient.FourthGate = unit.FourthGate;
        gradient.PreviousMemory = dc * f;
    }
}
