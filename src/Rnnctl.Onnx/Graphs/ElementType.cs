namespace Rnnctl.Onnx.Graphs;

/// <summary>The types of a tensor's elements, with ONNX's numbers.</summary>
internal enum ElementType
{
    /// <summary>A 32-bit float.</summary>
    Float = 1,

    /// <summary>A 32-bit integer.</summary>
    Int32 = 6,

    /// <summary>A 64-bit integer.</summary>
    Int64 = 7,

    /// <summary>True or false.</summary>
    Bool = 9,
}
