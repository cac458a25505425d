using System.Runtime.InteropServices;

namespace Rnnctl.Inference.Safetensors;

/// <summary>A tensor to be written to a safetensors file.</summary>
/// <param name="Name">Its name, unique in the file, as in a PyTorch state dict: <c>encoder.weight_ih_l0</c>.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its dimensions, row-major, the last one contiguous; empty for a scalar.</param>
/// <param name="Bytes">Its elements in memory order; asked for once, while the file is written.</param>
public sealed record NamedTensor(string Name, TensorType Type, IReadOnlyList<long> Shape, TensorBytes Bytes)
{
    /// <summary>An open file with the elements instead of <see cref="Bytes"/>, for a tensor that memory need not hold; null for none.</summary>
    internal Stream? File { get; private init; }

    /// <summary>The elements piece by piece instead of <see cref="Bytes"/>, for a tensor that is not copied whole; null for none.</summary>
    internal IEnumerable<ReadOnlyMemory<float>>? Pieces { get; private init; }

    /// <summary>A tensor of floats in an open file, from its beginning to its end. The file belongs to the caller.</summary>
    public static NamedTensor Of(string name, IReadOnlyList<long> shape, Stream file) => new(name, TensorType.Real32, shape, () => []) { File = file };

    /// <summary>A tensor of floats that are fetched piece by piece while the file is written. A piece is valid until the next one is asked for.</summary>
    public static NamedTensor Of(string name, IReadOnlyList<long> shape, IEnumerable<ReadOnlyMemory<float>> pieces) =>
        new(name, TensorType.Real32, shape, () => []) { Pieces = pieces };

    /// <summary>A tensor over managed memory, which is not copied.</summary>
    /// <typeparam name="T">float, double, long or ulong.</typeparam>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is none of them.</exception>
    public static NamedTensor Of<T>(string name, IReadOnlyList<long> shape, ReadOnlyMemory<T> elements)
        where T : unmanaged =>
        new(name, TensorTypes.Of<T>(), shape, () => MemoryMarshal.AsBytes(elements.Span));
}
