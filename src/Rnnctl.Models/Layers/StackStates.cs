using System.Numerics;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Models.Layers;

/// <summary>
/// What each layer of a stack made of a packed batch: filled by a run and good until the next one or the tape's reset. After a backward pass the gradients of
/// the states are total derivatives: what the layer above sent and what flowed back through time.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
public sealed class StackStates<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Room for so many layers.</summary>
    public StackStates(int layers)
    {
        Outputs = new Variable<T>[layers];
        Memories = [.. Enumerable.Range(0, layers).Select(_ => new MemoryTrace<T>())];
    }

    /// <summary>The hidden states of each layer, <c>[N, directions · H]</c>.</summary>
    public Variable<T>[] Outputs { get; }

    /// <summary>What each layer remembers beside them.</summary>
    public IReadOnlyList<MemoryTrace<T>> Memories { get; }
}
