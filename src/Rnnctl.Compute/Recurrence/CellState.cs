using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Recurrence;

/// <summary>What a recurrent cell hands on to the next time step.</summary>
/// <param name="Hidden">The hidden state h, <c>[sequences, hidden]</c>.</param>
/// <param name="Memory">The memory c, <c>[sequences, hidden]</c>, of cells that have one; the output y of networks that remember it; zeros otherwise.</param>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct CellState<T>(Variable<T> Hidden, Variable<T> Memory)
    where T : unmanaged;
