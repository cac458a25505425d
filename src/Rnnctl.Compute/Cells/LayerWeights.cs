using System.Numerics;
using Rnnctl.Compute.Backends;

namespace Rnnctl.Compute.Cells;

/// <summary>The parameters of a recurrent layer with one or two directions. The two directions are independent.</summary>
/// <param name="Forward">The weights of the direction from the first step to the last.</param>
/// <param name="Reverse">The weights of the direction from the last step to the first; null if the layer is not bidirectional.</param>
/// <typeparam name="T">The number.</typeparam>
public readonly record struct LayerWeights<T>(CellWeights<T> Forward, CellWeights<T>? Reverse)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The number of directions: 2 if the layer is bidirectional, else 1.</summary>
    public int Directions => Reverse is null ? 1 : 2;

    /// <summary>Whether a parameter or an initial state has a gradient.</summary>
    internal bool HasGradient => Forward.HasGradient || Reverse is { HasGradient: true };

    /// <summary>Promises a backend that the weights do not change: see <see cref="CellWeights{T}.KeepOn"/>.</summary>
    public void KeepOn(Backend<T> backend)
    {
        Forward.KeepOn(backend);
        Reverse?.KeepOn(backend);
    }
}
