namespace Rnnctl.Inference.Safetensors;

/// <summary>The place, type and shape of a tensor in a safetensors file; its elements stay on disk until they are read.</summary>
/// <param name="Name">The tensor's name, unique in its file: <c>encoder.weight_ih_l0</c>.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its dimensions, row-major, the last one contiguous; empty for a scalar.</param>
/// <param name="Offset">The first byte of its elements, counted from the beginning of the file.</param>
/// <param name="ByteCount">The bytes that its elements take.</param>
public sealed record TensorEntry(string Name, TensorType Type, IReadOnlyList<long> Shape, long Offset, long ByteCount)
{
    /// <summary>The name of the type in the file: <c>F32</c>.</summary>
    public string TypeName => TensorTypes.NameOf(Type);

    /// <summary>The number of elements: the product of the dimensions, 1 for a scalar.</summary>
    public long Count => ByteCount / TensorTypes.SizeOf(Type);
}
