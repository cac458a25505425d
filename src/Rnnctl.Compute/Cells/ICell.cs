using System.Numerics;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>A recurrent cell: its equations as one step over the tape, close to the way a textbook prints them. This is the specification.</summary>
public interface ICell : ICellShape
{
    /// <summary>Whether the network's output goes to the next step, in the place of a memory.</summary>
    static virtual bool RemembersOutput => false;

    /// <summary>Whether the cell reads the previous hidden state at all.</summary>
    static virtual bool ReadsHidden => true;

    /// <summary>The parameters that a layer of the cell has in each direction.</summary>
    /// <param name="inputs">The width of the input.</param>
    /// <param name="hidden">H, the number of hidden units.</param>
    static abstract IReadOnlyList<CellParameter> Parameters(int inputs, int hidden);

    /// <summary>What the gates read of the input x <c>[N, inputs]</c>, of all time steps at once: W x + b, <c>[N, G H]</c>.</summary>
    static virtual Variable<T> FromInput<T>(Tape<T> tape, Variable<T> x, CellWeights<T> weights)
        where T : unmanaged, IFloatingPointIeee754<T> => weights.FromInput(tape, x);

    /// <summary>How wide the state's memory is, where it is not as wide as the hidden state.</summary>
    /// <param name="weights">The cell's parameters.</param>
    /// <param name="hidden">H, the number of hidden units.</param>
    static virtual int MemoryWidth<T>(CellWeights<T> weights, int hidden)
        where T : unmanaged, IFloatingPointIeee754<T> => hidden;

    /// <summary>The state that the next step gets: what this one made, or what follows from its hidden state.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="state">The state after the step.</param>
    /// <param name="weights">The cell's parameters.</param>
    static virtual CellState<T> Remember<T>(Tape<T> tape, CellState<T> state, CellWeights<T> weights)
        where T : unmanaged, IFloatingPointIeee754<T> => state;

    /// <summary>One time step for all sequences alive at it.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="input">W x + b, <c>[alive, G H]</c>.</param>
    /// <param name="previous">The state before, <c>[alive, hidden]</c>.</param>
    /// <param name="weights">The cell's parameters.</param>
    static abstract CellState<T> Step<T>(Tape<T> tape, Variable<T> input, CellState<T> previous, CellWeights<T> weights)
        where T : unmanaged, IFloatingPointIeee754<T>;
}
