using System.Numerics;

namespace Rnnctl.Compute.Cells;

/// <summary>The parameters of a recurrent layer: one direction, or two that do not see each other.</summary>
/// <param name="Forward">From the first step to the last.</param>
/// <param name="Reverse">From the last step to the first, of bidirectional layers.</param>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct LayerWeights<T>(CellWeights<T> Forward, CellWeights<T>? Reverse)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>1, or 2 of a bidirectional layer.</summary>
    public int Directions => Reverse is null ? 1 : 2;
}
