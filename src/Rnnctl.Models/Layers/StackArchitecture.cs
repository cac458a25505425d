using Rnnctl.Compute.Cells;
using Rnnctl.Models.Parameters;

namespace Rnnctl.Models.Layers;

/// <summary>Everything that decides the parameters and equations of recurrent layers that stand one over another.</summary>
/// <param name="Prefix">How every parameter's name starts: <c>encoder.</c>.</param>
/// <param name="Cell">The recurrent cell.</param>
/// <param name="Inputs">The width of what the first layer reads.</param>
/// <param name="Hidden">H, the hidden units of a layer in each direction.</param>
/// <param name="Layers">How many layers there are.</param>
/// <param name="Directions">1, or 2 where each layer also runs from the end.</param>
/// <param name="Variant">What the layers do beside the equations of their cell.</param>
/// <param name="Dropout">The probability with which an element of what a layer reads is dropped.</param>
/// <param name="FirstPlace">The place in the model of the first layer's dropout; each layer over it has the next one.</param>
public sealed record StackArchitecture(
    string Prefix, CellDefinition Cell, int Inputs, int Hidden, int Layers, int Directions, LayerVariant Variant, double Dropout, int FirstPlace)
{
    /// <summary>The last layer's cell, where it sees more than those below it.</summary>
    public CellDefinition Top { get; init; } = Cell;

    /// <summary>The width of a layer's output.</summary>
    public int Width => Directions * Hidden;

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

    /// <summary>How a layer's parameters end: <c>_l0</c>, <c>_l0_reverse</c>.</summary>
    internal static string Suffix(int layer, int direction) => direction == 0 ? $"_l{layer}" : $"_l{layer}_reverse";
}
