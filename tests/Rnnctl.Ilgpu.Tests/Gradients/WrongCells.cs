using System.Numerics;
using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Numbers;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Ilgpu.Tests.Gradients;

/// <summary>Elman's network with a wrong sign in its backward pass.</summary>
internal readonly struct WrongSignElman : ICell, IFusedCell
{
    public static int Gates => Elman<Tanh>.Gates;

    public static IReadOnlyList<CellParameter> Parameters(int inputs, int hidden) => Elman<Tanh>.Parameters(inputs, hidden);

    public static CellState<T> Step<T>(Tape<T> tape, Variable<T> input, CellState<T> previous, CellWeights<T> weights)
        where T : unmanaged, IFloatingPointIeee754<T> => Elman<Tanh>.Step(tape, input, previous, weights);

    public static void Forward<TReal>(ref UnitStep<TReal> unit)
        where TReal : struct, IReal<TReal> => Elman<Tanh>.Forward(ref unit);

    public static void Backward<TReal>(in UnitStep<TReal> unit, ref UnitGradient<TReal> gradient)
        where TReal : struct, IReal<TReal>
    {
        Elman<Tanh>.Backward(unit, ref gradient);
        gradient.FirstGate = -gradient.FirstGate;
    }
}

/// <summary>Elman's network with tanh(2 a) instead of tanh(a), both forward and backward, but with a right plain step.</summary>
internal readonly struct SteepElman : ICell, IFusedCell
{
    public static int Gates => Elman<Tanh>.Gates;

    public static IReadOnlyList<CellParameter> Parameters(int inputs, int hidden) => Elman<Tanh>.Parameters(inputs, hidden);

    public static CellState<T> Step<T>(Tape<T> tape, Variable<T> input, CellState<T> previous, CellWeights<T> weights)
        where T : unmanaged, IFloatingPointIeee754<T> => Elman<Tanh>.Step(tape, input, previous, weights);

    public static void Forward<TReal>(ref UnitStep<TReal> unit)
        where TReal : struct, IReal<TReal>
    {
        unit.FirstGate += unit.FirstGate;
        Elman<Tanh>.Forward(ref unit);
    }

    public static void Backward<TReal>(in UnitStep<TReal> unit, ref UnitGradient<TReal> gradient)
        where TReal : struct, IReal<TReal>
    {
        Elman<Tanh>.Backward(unit, ref gradient);
        gradient.FirstGate += gradient.FirstGate;
    }
}
