using Rnnctl.Compute.Tensors;

namespace Rnnctl.Models.Parameters;

/// <summary>
/// One of a model's parameters before it has a value: its name and dimensions as they stand in a PyTorch state dict, and how it starts.
/// </summary>
/// <param name="Name">For example <c>encoder.weight_ih_l0</c>.</param>
/// <param name="Dimensions">One for a vector, two for a matrix.</param>
/// <param name="Start">Its initial value.</param>
/// <param name="Frozen">Whether it stays as it is while the others learn.</param>
public sealed record ParameterShape(string Name, IReadOnlyList<int> Dimensions, InitialValue Start, bool Frozen = false)
{
    /// <summary>Rows as a tensor has them: a vector is one row.</summary>
    public int Rows => Dimensions.Count == 1 ? 1 : Dimensions[0];

    /// <summary>Columns as a tensor has them.</summary>
    public int Columns => Dimensions[^1];

    /// <summary>The number of elements.</summary>
    /// <exception cref="Compute.Devices.DeviceMemoryException">There are more than a tensor may have.</exception>
    public int Count => TensorSize.Of(Rows, Columns);
}
