using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Recurrence;

/// <summary>The state that a recurrent cell passes to the next time step.</summary>
/// <param name="Hidden">The hidden state h, <c>[sequences, hidden]</c>.</param>
/// <param name="Memory">The memory c, <c>[sequences, hidden]</c>; the output y for a Jordan network; zeros for cells without either.</param>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct CellState<T>(Variable<T> Hidden, Variable<T> Memory)
    where T : unmanaged;
