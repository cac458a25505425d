using Rnnctl.Compute.Tensors;

namespace Rnnctl.Models.Parameters;

/// <summary>
/// The description of a parameter: its name and dimensions as in a PyTorch state dict, and its initial value.
/// </summary>
/// <param name="Name">For example <c>encoder.weight_ih_l0</c>.</param>
/// <param name="Dimensions">One for a vector, two for a matrix.</param>
/// <param name="Start">Its initial value.</param>
/// <param name="Frozen">Whether it is not trained.</param>
public sealed record ParameterShape(string Name, IReadOnlyList<int> Dimensions, InitialValue Start, bool Frozen = false)
{
    /// <summary>
    /// A table of at most so many rows is updated as a whole: this costs little, and rows that are seldom read go on moving by their momentum.
    /// </summary>
    private const int FewRows = 50_000;

    /// <summary>
    /// Whether a batch reads only some of its rows (of a vector, some of its numbers), so that its gradient is kept by rows and an update changes these rows
    /// only: a table of embeddings.
    /// </summary>
    public bool ByRows { get; init; }

    /// <summary>This shape, by rows if it has many and a batch reads only some of them.</summary>
    /// <param name="isReadInPart">Whether a batch reads only some rows.</param>
    public ParameterShape AsTable(bool isReadInPart = true) => this with { ByRows = isReadInPart && Dimensions[0] > FewRows };

    /// <summary>The rows of its tensor; a vector is one row.</summary>
    public int Rows => Dimensions.Count == 1 ? 1 : Dimensions[0];

    /// <summary>The columns of its tensor.</summary>
    public int Columns => Dimensions[^1];

    /// <summary>The number of elements.</summary>
    /// <exception cref="Compute.Devices.DeviceMemoryException">There are more than a tensor can have.</exception>
    public int Count => TensorSize.Of(Rows, Columns);
}
