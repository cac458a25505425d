using System.Numerics;
using System.Runtime.CompilerServices;
using Rnnctl.Compute.Numbers;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>
/// The simple recurrent network with its recurrent weight fixed to 1, a remedy for vanishing gradients older than gates. The state is the sum of all inputs,
/// and its gradient flows back unchanged.
/// <code>
/// h = h' + W tanh(x) + b
/// </code>
/// </summary>
public readonly struct IdentityRecurrence : ICell, IFusedCell
{
    /// <inheritdoc />
    public static int Gates => 1;

    /// <inheritdoc />
    public static bool HasRecurrentWeight => false;

    /// <inheritdoc />
    public static IReadOnlyList<CellParameter> Parameters(int inputs, int hidden) => CellParameter.OfInput(Gates, inputs, hidden);

    /// <inheritdoc />
    public static Variable<T> FromInput<T>(Tape<T> tape, Variable<T> x, CellWeights<T> weights)
        where T : unmanaged, IFloatingPointIeee754<T> => weights.FromInput(tape, tape.Tanh(x));

    /// <inheritdoc />
    public static CellState<T> Step<T>(Tape<T> tape, Variable<T> input, CellState<T> previous, CellWeights<T> weights)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        previous with { Hidden = tape.Add(previous.Hidden, input) };

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<TReal>(ref UnitStep<TReal> unit)
        where TReal : struct, IReal<TReal> => unit.Hidden = unit.PreviousHidden + unit.FirstGate;

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<TReal>(in UnitStep<TReal> unit, ref UnitGradient<TReal> gradient)
        where TReal : struct, IReal<TReal>
    {
        TReal dh = gradient.Hidden;

        gradient.FirstGate = dh;
        gradient.PreviousHidden = dh;
    }
}
