using System.Numerics;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>
/// The network of Jordan (1986), "Serial order: a parallel distributed processing approach". The next step reads the output y instead of the hidden state:
/// <code>
/// h = tanh(W x + b + U y' + b')
/// y = s(V h + c)
/// </code>
/// At the first step y' is 0. In a tagger's top layer y is the tagger's distribution over the labels (Mesnil et al. 2013), and V and c are the weight and bias
/// of the tagger's output layer. In any other layer y is as wide as h, and V and c belong to the cell.
/// </summary>
/// <typeparam name="TOutput">s.</typeparam>
public readonly struct Jordan<TOutput> : ICell
    where TOutput : struct, IOutputFunction
{
    /// <inheritdoc />
    public static int Gates => 1;

    /// <inheritdoc />
    public static bool RemembersOutput => true;

    /// <summary>The parameters of a layer below the top, where y is as wide as h: W, U, b and b', V <c>[H, H]</c> and c.</summary>
    public static IReadOnlyList<CellParameter> Parameters(int inputs, int hidden) =>
    [
        .. CellParameter.Recurrent(Gates, inputs, hidden),
        new(CellParameterKind.OutputWeight, hidden, hidden),
        new(CellParameterKind.OutputBias, 1, hidden),
    ];

    /// <summary>Y, the width of the output.</summary>
    public static int MemoryWidth<T>(CellWeights<T> weights, int hidden)
        where T : unmanaged, IFloatingPointIeee754<T> => weights.Recurrent.Columns;

    /// <inheritdoc />
    public static CellState<T> Step<T>(Tape<T> tape, Variable<T> input, CellState<T> previous, CellWeights<T> weights)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        previous with { Hidden = tape.Tanh(tape.Add(input, weights.FromHidden(tape, previous.Memory))) };

    /// <inheritdoc />
    public static CellState<T> Remember<T>(Tape<T> tape, CellState<T> state, CellWeights<T> weights)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        state with { Memory = TOutput.Apply(tape, tape.Linear(state.Hidden, weights.Output, weights.OutputBias)) };
}
