using System.Numerics;
using System.Runtime.CompilerServices;
using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Numbers;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>
/// The long short-term memory of Hochreiter and Schmidhuber (1997), with the forget gate of Gers et al. (2000):
/// <code>
/// i = σ(W_i x + b_i + U_i h' + b'_i)
/// f = σ(W_f x + b_f + U_f h' + b'_f)
/// g = φ(W_g x + b_g + U_g h' + b'_g)
/// o = σ(W_o x + b_o + U_o h' + b'_o)
/// c = f ⊙ c' + i ⊙ g
/// h = o ⊙ ψ(c)
/// </code>
/// </summary>
/// <typeparam name="TCellActivation">φ, the activation of the memory's input; tanh by default.</typeparam>
/// <typeparam name="TOutputActivation">ψ, the activation of the memory's output; tanh by default.</typeparam>
public readonly struct Lstm<TCellActivation, TOutputActivation> : ICell, IFusedCell
    where TCellActivation : struct, IActivation
    where TOutputActivation : struct, IActivation
{
    /// <inheritdoc />
    public static int Gates => 4;

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
        Variable<T> i = tape.Logistic(a.SliceColumns(0, hidden));
        Variable<T> f = tape.Logistic(a.SliceColumns(hidden, hidden));
        Variable<T> g = tape.Activate<T, TCellActivation>(a.SliceColumns(2 * hidden, hidden));
        Variable<T> o = tape.Logistic(a.SliceColumns(3 * hidden, hidden));
        Variable<T> c = tape.Add(tape.Multiply(f, previous.Memory), tape.Multiply(i, g));
        Variable<T> h = tape.Multiply(o, tape.Activate<T, TOutputActivation>(c));
        weights.Trace?.Add(tape, ("i", i), ("f", f), ("g", g), ("o", o));
        return new CellState<T>(h, c);
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<TReal>(ref UnitStep<TReal> unit)
        where TReal : struct, IReal<TReal>
    {
        UpdateMemory(ref unit);
        Emit(ref unit);
    }

    /// <summary>Computes the gates and c.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void UpdateMemory<TReal>(ref UnitStep<TReal> unit)
        where TReal : struct, IReal<TReal>
    {
        TReal i = TReal.Logistic(unit.FirstGate);
        TReal f = TReal.Logistic(unit.SecondGate);
        TReal g = TCellActivation.Apply(unit.ThirdGate);
        TReal o = TReal.Logistic(unit.FourthGate);
        TReal c = (f * unit.PreviousMemory) + (i * g);

        (unit.FirstGate, unit.SecondGate, unit.ThirdGate, unit.FourthGate, unit.Memory) = (i, f, g, o, c);
    }

    /// <summary>Computes h from o and c.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Emit<TReal>(ref UnitStep<TReal> unit)
        where TReal : struct, IReal<TReal> => unit.Hidden = unit.FourthGate * TOutputActivation.Apply(unit.Memory);

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<TReal>(in UnitStep<TReal> unit, ref UnitGradient<TReal> gradient)
        where TReal : struct, IReal<TReal>
    {
        (TReal i, TReal f, TReal g, TReal o) = (unit.FirstGate, unit.SecondGate, unit.ThirdGate, unit.FourthGate);
        TReal output = TOutputActivation.Apply(unit.Memory);
        TReal dh = gradient.Hidden;
        TReal dc = gradient.Memory + (dh * o * TOutputActivation.Slope(output));

        gradient.FirstGate = dc * g * Logistic.Slope(i);
        gradient.SecondGate = dc * unit.PreviousMemory * Logistic.Slope(f);
        gradient.ThirdGate = dc * i * TCellActivation.Slope(g);
        gradient.FourthGate = dh * output * Logistic.Slope(o);
        gradient.PreviousMemory = dc * f;
    }
}
