namespace Rnnctl.Inference.Safetensors;

/// <summary>
/// What is known about each <see cref="TensorType"/>: its name in the file, its size, and the C# type that holds it, null for those that are read as float.
/// </summary>
internal static class TensorTypes
{
    private static readonly (TensorType Type, string Name, int Size, Type? Element)[] Known =
    [
        (TensorType.Real32, "F32", sizeof(float), typeof(float)),
        (TensorType.Real64, "F64", sizeof(double), typeof(double)),
        (TensorType.Real16, "F16", sizeof(ushort), null),
        (TensorType.Brain16, "BF16", sizeof(ushort), null),
        (TensorType.Integer64, "I64", sizeof(long), typeof(long)),
        (TensorType.Unsigned64, "U64", sizeof(ulong), typeof(ulong)),
    ];

    /// <summary>The names of all types in a file, for messages.</summary>
    public static string Names => string.Join(", ", Known.Select(known => known.Name));

    /// <summary>The name of a type in a file.</summary>
    public static string NameOf(TensorType type) => Array.Find(Known, known => known.Type == type).Name;

    /// <summary>Bytes per element.</summary>
    public static int SizeOf(TensorType type) => Array.Find(Known, known => known.Type == type).Size;

    /// <summary>The type whose elements are <typeparamref name="T"/>.</summary>
    /// <exception cref="NotSupportedException">A checkpoint does not store such elements.</exception>
    public static TensorType Of<T>()
        where T : unmanaged
    {
        int index = Array.FindIndex(Known, known => known.Element == typeof(T));
        return index >= 0 ? Known[index].Type : throw new NotSupportedException($"a checkpoint does not store elements of {typeof(T)}");
    }

    /// <summary>Finds the type with a name from a file.</summary>
    public static bool TryParse(string? name, out TensorType type)
    {
        int index = Array.FindIndex(Known, known => known.Name == name);
        type = index >= 0 ? Known[index].Type : default;
        return index >= 0;
    }
}
