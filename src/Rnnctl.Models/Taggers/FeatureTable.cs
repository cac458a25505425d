namespace Rnnctl.Models.Taggers;

/// <summary>The embeddings of a feature of tokens.</summary>
/// <param name="Name">The feature's name: <c>feature_1</c>, <c>shape</c>, <c>prefix_3</c>.</param>
/// <param name="Size">The size of its vocabulary.</param>
public readonly record struct FeatureTable(string Name, int Size)
{
    /// <summary>The name of the parameter, <c>[size, feature embedding]</c>: <c>shape.weight</c>.</summary>
    public string Parameter => $"{Name}.weight";
}
