using System.Numerics;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>
/// What a layer remembers beside its hidden states: filled by a layer that is asked for it, so that another one can go on from where it ended. Of cells that
/// carry no memory nothing is filled in.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
public sealed class MemoryTrace<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The forward direction's memory after each step, <c>[alive, H]</c>; of layers that run by their cell's plain step only.</summary>
    public IList<Variable<T>> Steps { get; } = [];

    /// <summary>The forward direction's memory after each sequence's last step, <c>[B, H]</c>.</summary>
    public Variable<T> ForwardEnd { get; internal set; }

    /// <summary>The reverse direction's memory after each sequence's first step, where it ends, <c>[B, H]</c>; empty without that direction.</summary>
    public Variable<T> ReverseEnd { get; internal set; }

    /// <summary>Forgets the layer before.</summary>
    internal void Clear()
    {
        Steps.Clear();
        (ForwardEnd, ReverseEnd) = (default, default);
    }
}
