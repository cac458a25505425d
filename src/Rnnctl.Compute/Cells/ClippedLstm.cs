using System.Numerics;
using System.Runtime.CompilerServices;
using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Numbers;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>
/// The LSTM with a limit L on its memory, as TensorFlow's <c>LSTMCell</c> has it (<c>cell_clip</c>):
/// <code>
/// i = σ(W_i x + b_i + U_i h' + b'_i)
/// f = σ(W_f x + b_f + U_f h' + b'_f)
/// g = φ(W_g x + b_g + U_g h' + b'_g)
/// o = σ(W_o x + b_o + U_o h' + b'_o)
/// c = clip(f ⊙ c' + i ⊙ g),   clip(c) = max(-L, min(L, c))
/// h = o ⊙ ψ(c)
/// </code>
/// </summary>
/// <typeparam name="TCellActivation">φ, the activation of the memory's input; tanh by default.</typeparam>
/// <typeparam name="TOutputActivation">ψ, the activation of the memory's output; tanh by default.</typeparam>
public readonly struct ClippedLstm<TCellActivation, TOutputActivation> : ICell, IFusedCell
    where TCellActivation : struct, IActivation
    where TOutputActivation : struct, IActivation
{
    /// <inheritdoc />
    public static int Gates => 4;

    /// <inheritdoc />
    public static bool HasMemory => true;

    /// <inheritdoc />
    public static bool ClipsMemory => true;

    /// <inheritdoc />
    public static IReadOnlyList<CellParameter> Parameters(int inputs, int hidden) => CellParameter.Recurrent(Gates, inputs, hidden);

    /// <inheritdoc />
    public static CellState<T> Step<T>(Tape<T> tape, Variable<T> input, CellState<T> previous, CellWeights<T> weights)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int hidden = previous.Memory.Columns;
        Variable<T> a = tape.Add(input, weights.FromHidden(tape, previous.Hidden));
        Variable<T> i = tape.Logistic(a.SliceColumns(0, hidden));
        Variable<T> f = tape.Logistic(a.SliceColumns(hidden, hidden));
        Variable<T> g = tape.Activate<T, TCellActivation>(a.SliceColumns(2 * hidden, hidden));
        Variable<T> o = tape.Logistic(a.SliceColumns(3 * hidden, hidden));
        Variable<T> c = tape.Add(tape.Multiply(f, previous.Memory), tape.Multiply(i, g));
        if (weights.MemoryLimit > 0) c = tape.Clip(c, weights.MemoryLimit);
        Variable<T> h = tape.Multiply(o, tape.Activate<T, TOutputActivation>(c));
        weights.Trace?.Add(tape, ("i", i), ("f", f), ("g", g), ("o", o));
        return new CellState<T>(h, c);
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<TReal>(ref UnitStep<TReal> unit)
        where TReal : struct, IReal<TReal>
    {
        Lstm<TCellActivation, TOutputActivation>.UpdateMemory(ref unit);
        unit.Memory = Clip.Of(unit.Memory, unit.MemoryLimit);
        Lstm<TCellActivation, TOutputActivation>.Emit(ref unit);
    }

    /// <summary>The gradients of the LSTM; those that flow through dc are 0 where c is clipped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<TReal>(in UnitStep<TReal> unit, ref UnitGradient<TReal> gradient)
        where TReal : struct, IReal<TReal>
    {
        Lstm<TCellActivation, TOutputActivation>.Backward(unit, ref gradient);
        TReal slope = Clip.Slope(unit.Memory, unit.MemoryLimit);
        gradient.FirstGate *= slope;
        gradient.SecondGate *= slope;
        gradient.ThirdGate *= slope;
        gradient.PreviousMemory *= slope;
    }
}
