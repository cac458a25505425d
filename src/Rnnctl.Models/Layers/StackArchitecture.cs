using Rnnctl.Compute.Cells;
using Rnnctl.Models.Parameters;

namespace Rnnctl.Models.Layers;

/// <summary>Everything that determines the parameters and equations of stacked recurrent layers.</summary>
/// <param name="Prefix">The prefix of the parameters' names: <c>encoder.</c>.</param>
/// <param name="Cell">The recurrent cell.</param>
/// <param name="Inputs">The width of the first layer's input.</param>
/// <param name="Hidden">H, the hidden units of a layer in each direction.</param>
/// <param name="Layers">The number of layers.</param>
/// <param name="Directions">2 if each layer also runs backward in time, otherwise 1.</param>
/// <param name="Variant">What the layers do in addition to their cell's equations.</param>
/// <param name="Dropout">The dropout probability of each layer's input.</param>
/// <param name="FirstPlace">The number of the first layer's dropout mask in the model; layer i has number <c>FirstPlace + i</c>.</param>
public sealed record StackArchitecture(
    string Prefix, CellDefinition Cell, int Inputs, int Hidden, int Layers, int Directions, LayerVariant Variant, double Dropout, int FirstPlace)
{
    /// <summary>Whether <see cref="Dropout"/> drops the same units at all steps of a sequence.</summary>
    public bool VariationalDropout { get; init; }

    /// <summary>The last layer's cell; it differs if it reads the output layer's weights.</summary>
    public CellDefinition Top { get; init; } = Cell;

    /// <summary>The width of a layer's output.</summary>
    public int Width => Directions * Cell.OutputWidth(Hidden);

    /// <summary>All parameters, with PyTorch's names and shapes, layer by layer and direction by direction.</summary>
    public IEnumerable<ParameterShape> Parameters() =>
        from layer in Enumerable.Range(0, Layers)
        from direction in Enumerable.Range(0, Directions)
        from shape in CellInitialization.Shapes(CellOf(layer), ParametersOf(layer), Prefix, Suffix(layer, direction))
        select shape;

    /// <summary>The cell of a layer.</summary>
    internal CellDefinition CellOf(int layer) => layer == Layers - 1 ? Top : Cell;

    /// <summary>The parameters of a layer in each direction.</summary>
    internal IReadOnlyList<CellParameter> ParametersOf(int layer) => Variant.Parameters(CellOf(layer), layer == 0 ? Inputs : Width, Hidden);

    /// <summary>The suffix of a layer's parameter names: <c>_l0</c>, <c>_l0_reverse</c>.</summary>
    internal static string Suffix(int layer, int direction) => direction == 0 ? $"_l{layer}" : $"_l{layer}_reverse";
}
