using Rnnctl.Compute.Cells;
using Rnnctl.Models.Layers;
using Rnnctl.Onnx.Graphs;

namespace Rnnctl.Onnx.Layers;

/// <summary>The parameters of one direction of a recurrent layer.</summary>
/// <param name="matrices">The parameters that the cell and the layer have.</param>
internal sealed class DirectionWeights(IReadOnlyDictionary<CellParameterKind, WeightMatrix> matrices)
{
    /// <summary>A parameter.</summary>
    public WeightMatrix this[CellParameterKind kind] => matrices[kind];

    /// <summary>A parameter, or null.</summary>
    public WeightMatrix? Find(CellParameterKind kind) => matrices.GetValueOrDefault(kind);

    /// <summary>The parameters with further ones, which belong to other layers.</summary>
    public DirectionWeights With(IEnumerable<KeyValuePair<CellParameterKind, WeightMatrix>> more) =>
        new(new Dictionary<CellParameterKind, WeightMatrix>(matrices.Concat(more)));

    /// <summary>The parameters of a direction of one of a stack's layers.</summary>
    /// <param name="parameters">The layer's parameters.</param>
    /// <param name="weights">Returns the weights of a name.</param>
    /// <param name="prefix">The first part of their names.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="direction">The direction, 0 or 1.</param>
    public static DirectionWeights Of(
        IReadOnlyList<CellParameter> parameters, Func<string, WeightMatrix> weights, string prefix, int layer, int direction) =>
        new(parameters.ToDictionary(one => one.Kind, one => weights(prefix + one.Name + StackArchitecture.Suffix(layer, direction))));
}
