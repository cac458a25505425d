using System.Numerics;
using System.Runtime.CompilerServices;
using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Numbers;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>
/// The LSTM with a recurrent projection of Sak et al. (2014), so that the gates and the next layer read R numbers instead of H:
/// <code>
/// i, f, g, o, c as in the LSTM with a limit on its memory, with U [4 H, R]
/// m = o ⊙ ψ(c)
/// h = clip(P m),   P [R, H]
/// </code>
/// Both limits are optional (TensorFlow's <c>cell_clip</c> and <c>proj_clip</c>); ELMo has both (Peters et al. 2018).
/// </summary>
/// <typeparam name="TCellActivation">φ, the activation of the memory's input; tanh by default.</typeparam>
/// <typeparam name="TOutputActivation">ψ, the activation of the memory's output; tanh by default.</typeparam>
public readonly struct ProjectedLstm<TCellActivation, TOutputActivation> : ICell, IFusedCell
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
    public static bool HasProjection => true;

    /// <summary>The parameters without a projection; <see cref="LimitedLstmDefinition{TCell}"/> knows its width.</summary>
    public static IReadOnlyList<CellParameter> Parameters(int inputs, int hidden) => CellParameter.Recurrent(Gates, inputs, hidden);

    /// <inheritdoc />
    public static CellState<T> Step<T>(Tape<T> tape, Variable<T> input, CellState<T> previous, CellWeights<T> weights)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (Variable<T> m, Variable<T> c) = ClippedLstm<TCellActivation, TOutputActivation>.Step(tape, input, previous, weights);
        Variable<T> h = tape.Product(m, weights.Projection);
        if (weights.HiddenLimit > 0) h = tape.Clip(h, weights.HiddenLimit);
        weights.Trace?.Add(tape, ("m", m));
        return new CellState<T>(h, c);
    }

    /// <summary>Computes c and m.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<TReal>(ref UnitStep<TReal> unit)
        where TReal : struct, IReal<TReal> => ClippedLstm<TCellActivation, TOutputActivation>.Forward(ref unit);

    /// <summary>Computes the gradients from dm and dc.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<TReal>(in UnitStep<TReal> unit, ref UnitGradient<TReal> gradient)
        where TReal : struct, IReal<TReal> => ClippedLstm<TCellActivation, TOutputActivation>.Backward(unit, ref gradient);
}
