namespace Rnnctl.Onnx.Graphs;

/// <summary>A value of a graph: an input, an initializer, or a result of a node. The default value is an optional input that is left out.</summary>
/// <param name="Name">The name, unique in the whole model; null for none.</param>
internal readonly record struct GraphValue(string? Name)
{
    /// <summary>Whether there is a value.</summary>
    public bool IsGiven => Name is not null;
}
