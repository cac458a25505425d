using System.Numerics;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>A recurrent cell: one time step over the tape, close to the textbook's equations. This is the specification of the cell.</summary>
public interface ICell : ICellShape
{
    /// <summary>Whether the cell passes the network's output to the next step instead of a memory.</summary>
    static virtual bool RemembersOutput => false;

    /// <summary>Whether the cell reads the previous hidden state at all.</summary>
    static virtual bool ReadsHidden => true;

    /// <summary>The parameters of one direction of a layer.</summary>
    /// <param name="inputs">The width of the input.</param>
    /// <param name="hidden">H, the number of hidden units.</param>
    static abstract IReadOnlyList<CellParameter> Parameters(int inputs, int hidden);

    /// <summary>The input's part of the gates for all time steps at once: W x + b, <c>[N, G H]</c>, for the input x <c>[N, inputs]</c>.</summary>
    static virtual Variable<T> FromInput<T>(Tape<T> tape, Variable<T> x, CellWeights<T> weights)
        where T : unmanaged, IFloatingPointIeee754<T> => weights.FromInput(tape, x);

    /// <summary>The width of the memory in the state, if it differs from the hidden state's width.</summary>
    /// <param name="weights">The cell's parameters.</param>
    /// <param name="hidden">H, the number of hidden units.</param>
    static virtual int MemoryWidth<T>(CellWeights<T> weights, int hidden)
        where T : unmanaged, IFloatingPointIeee754<T> => hidden;

    /// <summary>The state for the next step: this step's result, or values computed from its hidden state.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="state">The state after the step.</param>
    /// <param name="weights">The cell's parameters.</param>
    static virtual CellState<T> Remember<T>(Tape<T> tape, CellState<T> state, CellWeights<T> weights)
        where T : unmanaged, IFloatingPointIeee754<T> => state;

    /// <summary>One time step for all sequences that are alive at this step.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="input">W x + b, <c>[alive, G H]</c>.</param>
    /// <param name="previous">The previous state, <c>[alive, hidden]</c>.</param>
    /// <param name="weights">The cell's parameters.</param>
    static abstract CellState<T> Step<T>(Tape<T> tape, Variable<T> input, CellState<T> previous, CellWeights<T> weights)
        where T : unmanaged, IFloatingPointIeee754<T>;
}
