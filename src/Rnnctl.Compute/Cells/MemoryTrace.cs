using System.Numerics;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>
/// Receives the memory of a layer, so that another layer can continue from it; a cell without a memory fills in nothing. Also receives the values of the
/// layer's equations, where they are wanted.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
public sealed class MemoryTrace<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The forward direction's memory after each step, <c>[alive, H]</c>; only for layers that run step by step.</summary>
    public IList<Variable<T>> Steps { get; } = [];

    /// <summary>The forward direction's memory after each sequence's last step, <c>[B, H]</c>.</summary>
    public Variable<T> ForwardEnd { get; internal set; }

    /// <summary>
    /// The reverse direction's memory after each sequence's first step, where this direction ends, <c>[B, H]</c>; empty without a reverse direction.
    /// </summary>
    public Variable<T> ReverseEnd { get; internal set; }

    /// <summary>Receives the gates and states of every step, if the layer runs step by step; null if they are not wanted.</summary>
    public ValueTrace<T>? Values { get; init; }

    /// <summary>Clears the trace.</summary>
    internal void Clear()
    {
        Values?.Clear();
        Steps.Clear();
        (ForwardEnd, ReverseEnd) = (default, default);
    }
}
