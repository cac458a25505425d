using System.Numerics;
using System.Runtime.CompilerServices;
using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Numbers;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>
/// The simple recurrent network with a linear memory beside its non-linear state, another remedy for vanishing gradients older than gates. It is an LSTM with
/// all gates open.
/// <code>
/// c = c' + W tanh(x) + b
/// h = tanh(c)
/// </code>
/// </summary>
public readonly struct LinearMemory : ICell, IFusedCell
{
    /// <inheritdoc />
    public static int Gates => 1;

    /// <inheritdoc />
    public static bool HasRecurrentWeight => false;

    /// <inheritdoc />
    public static bool HasMemory => true;

    /// <inheritdoc />
    public static bool ReadsHidden => false;

    /// <inheritdoc />
    public static IReadOnlyList<CellParameter> Parameters(int inputs, int hidden) => CellParameter.OfInput(Gates, inputs, hidden);

    /// <inheritdoc />
    public static Variable<T> FromInput<T>(Tape<T> tape, Variable<T> x, CellWeights<T> weights)
        where T : unmanaged, IFloatingPointIeee754<T> => weights.FromInput(tape, tape.Tanh(x));

    /// <inheritdoc />
    public static CellState<T> Step<T>(Tape<T> tape, Variable<T> input, CellState<T> previous, CellWeights<T> weights)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> c = tape.Add(previous.Memory, input);
        Variable<T> h = tape.Tanh(c);
        return new CellState<T>(h, c);
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<TReal>(ref UnitStep<TReal> unit)
        where TReal : struct, IReal<TReal>
    {
        TReal c = unit.PreviousMemory + unit.FirstGate;
        TReal h = TReal.Tanh(c);

        (unit.Memory, unit.Hidden) = (c, h);
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<TReal>(in UnitStep<TReal> unit, ref UnitGradient<TReal> gradient)
        where TReal : struct, IReal<TReal>
    {
        TReal dc = gradient.Memory + (gradient.Hidden * Tanh.Slope(unit.Hidden));

        gradient.FirstGate = dc;
        gradient.PreviousMemory = dc;
    }
}
