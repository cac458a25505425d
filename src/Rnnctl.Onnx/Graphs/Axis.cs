namespace Rnnctl.Onnx.Graphs;

/// <summary>An axis of an input or output: a fixed size, or a name for a size that each run decides.</summary>
/// <param name="Name">The name, or null.</param>
/// <param name="Size">The size of an axis without a name.</param>
internal readonly record struct Axis(string? Name, long Size)
{
    /// <summary>An axis with a name.</summary>
    public static implicit operator Axis(string name) => new(name, 0);

    /// <summary>An axis with a fixed size.</summary>
    public static implicit operator Axis(int size) => new(null, size);
}
