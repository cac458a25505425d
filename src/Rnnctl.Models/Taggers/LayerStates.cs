using Rnnctl.Compute.Tensors;

namespace Rnnctl.Models.Taggers;

/// <summary>The states of a recurrent layer at every token. After a backward pass their gradients are total derivatives: what the layer above sent and what
/// flowed back through time.</summary>
/// <param name="Hidden">The hidden states h, <c>[N, directions · H]</c>.</param>
/// <param name="Memory">The memory c of the forward direction, step by step <c>[alive, H]</c>; none of a cell without.</param>
/// <typeparam name="T">The number.</typeparam>
public sealed record LayerStates<T>(Variable<T> Hidden, IReadOnlyList<Variable<T>> Memory)
    where T : unmanaged;
