using System.Numerics;
using Rnnctl.Compute.Cells;

namespace Rnnctl.Models.Layers;

/// <summary>What the equations of a layer computed in one direction: gates, memory and state at every token.</summary>
/// <param name="Layer">The number of the layer, from 0.</param>
/// <param name="IsReverse">Whether the direction reads from the last token to the first.</param>
/// <param name="Values">The values, in the order of the equations.</param>
/// <typeparam name="T">The number type.</typeparam>
public sealed record LayerValues<T>(int Layer, bool IsReverse, IReadOnlyList<TracedValue<T>> Values)
    where T : unmanaged, IFloatingPointIeee754<T>;
