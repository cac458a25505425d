using System.Numerics;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Models.Layers;

/// <summary>
/// The states of each layer of a stack. A run fills them; they are valid until the next run or the tape's reset. After a backward pass the gradients of
/// the states are total derivatives: from the layer above and back through time.
/// </summary>
/// <typeparam name="T">The number type.</typeparam>
public sealed class StackStates<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Allocates the lists for a number of layers.</summary>
    public StackStates(int layers)
    {
        Outputs = new Variable<T>[layers];
        Readouts = new Variable<T>[layers];
        Memories = [.. Enumerable.Range(0, layers).Select(_ => new MemoryTrace<T>())];
    }

    /// <summary>The hidden states of each layer, <c>[N, width]</c>.</summary>
    public Variable<T>[] Outputs { get; }

    /// <summary>
    /// What the layer above reads, <c>[N, width]</c>: the hidden states, or with a residual connection their sum with the layer's input.
    /// </summary>
    public Variable<T>[] Readouts { get; }

    /// <summary>The memory cells of each layer.</summary>
    public IReadOnlyList<MemoryTrace<T>> Memories { get; }
}
