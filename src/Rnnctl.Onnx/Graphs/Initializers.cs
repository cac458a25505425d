using System.Globalization;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Rnnctl.Onnx.Schema;

namespace Rnnctl.Onnx.Graphs;

/// <summary>The constant tensors of a model, which its graph and the bodies of its loops share, and the names of all its values.</summary>
internal sealed class Initializers
{
    private readonly Dictionary<string, GraphValue> _byName = [];
    private readonly List<InitialTensor> _tensors = [];
    private int _names;

    /// <summary>All of them, in the order in which they were added.</summary>
    public IReadOnlyList<InitialTensor> Tensors => _tensors;

    /// <summary>A name that no other value has: <c>MatMul_12</c>.</summary>
    public string NewName(string operation) => string.Create(CultureInfo.InvariantCulture, $"{operation}_{_names++}");

    /// <summary>A tensor of floats; the one of this name where it was added before.</summary>
    public GraphValue AddFloats(string name, ReadOnlySpan<long> shape, float[] numbers)
    {
        if (_byName.TryGetValue(name, out GraphValue value)) return value;
        _tensors.Add(new InitialTensor(New(name, shape, ElementType.Float), numbers));
        return _byName[name] = new GraphValue(name);
    }

    /// <summary>A tensor of whole numbers; the one of this name where it was added before.</summary>
    public GraphValue AddIntegers(string name, ReadOnlySpan<long> shape, ReadOnlySpan<long> numbers)
    {
        if (_byName.TryGetValue(name, out GraphValue value)) return value;
        TensorProto tensor = New(name, shape, ElementType.Int64);
        tensor.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(numbers));
        _tensors.Add(new InitialTensor(tensor, Numbers: null));
        return _byName[name] = new GraphValue(name);
    }

    private static TensorProto New(string name, ReadOnlySpan<long> shape, ElementType type)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)type };
        foreach (long size in shape) tensor.Dims.Add(size);
        return tensor;
    }
}

/// <summary>A constant tensor.</summary>
/// <param name="Proto">Its name, type and shape, and its numbers where these are few.</param>
/// <param name="Numbers">Its numbers, which the writer puts into the file or beside it; null where they are in the message.</param>
internal sealed record InitialTensor(TensorProto Proto, float[]? Numbers);
