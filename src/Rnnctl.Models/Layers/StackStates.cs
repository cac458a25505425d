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
    /// <param name="layers">The number of layers.</param>
    /// <param name="withValues">Whether a run that traces the layers also keeps the gates and states of every step.</param>
    public StackStates(int layers, bool withValues = false)
    {
        Outputs = new Variable<T>[layers];
        Readouts = new Variable<T>[layers];
        Memories = [.. Enumerable.Range(0, layers).Select(_ => new MemoryTrace<T> { Values = withValues ? new ValueTrace<T>() : null })];
    }

    /// <summary>The hidden states of each layer, <c>[N, width]</c>.</summary>
    public Variable<T>[] Outputs { get; }

    /// <summary>
    /// What the layer above reads, <c>[N, width]</c>: the hidden states, or with a residual connection their sum with the layer's input.
    /// </summary>
    public Variable<T>[] Readouts { get; }

    /// <summary>The memory cells of each layer.</summary>
    public IReadOnlyList<MemoryTrace<T>> Memories { get; }

    /// <summary>The gates and states of every step, by layer and direction, if they were wanted.</summary>
    public IEnumerable<LayerValues<T>> Values
    {
        get
        {
            for (int layer = 0; layer < Memories.Count; layer++)
            {
                if (Memories[layer].Values is not { } values) continue;
                yield return new LayerValues<T>(layer, IsReverse: false, values.Forward);
                if (values.Reverse.Count > 0) yield return new LayerValues<T>(layer, IsReverse: true, values.Reverse);
            }
        }
    }
}
