using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Rnnctl.Inference.Safetensors;

/// <summary>
/// Writes the safetensors format the way its reference implementation does: tensors with wider elements first, then by name, the header
/// padded with spaces to eight bytes, so that every tensor is aligned to its element and the same tensors always give the same bytes.
/// </summary>
internal static class SafetensorsWriter
{
    private const int HeaderAlignment = 8;
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes header and elements to a stream, one tensor after the other, without gathering them in memory.</summary>
    public static void Write(Stream stream, IReadOnlyList<NamedTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("checkpoints are little-endian, and so must be the machine");
        NamedTensor[] ordered =
        [
            .. tensors.OrderByDescending(tensor => TensorTypes.SizeOf(tensor.Type)).ThenBy(tensor => tensor.Name, StringComparer.Ordinal),
        ];
        byte[] header = Header(ordered, metadata);
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (NamedTensor tensor in ordered)
            WriteElements(stream, tensor);
    }

    private static void WriteElements(Stream stream, NamedTensor tensor)
    {
        if (tensor.Pieces is { } pieces)
        {
            RequireLength(tensor, WritePieces(stream, pieces));
            return;
        }

        ReadOnlySpan<byte> bytes = tensor.Bytes();
        RequireLength(tensor, tensor.File?.Length ?? bytes.Length);
        stream.Write(bytes);
        if (tensor.File is not { } file) return;
        file.Position = 0;
        file.CopyTo(stream);
    }

    private static long WritePieces(Stream stream, IEnumerable<ReadOnlyMemory<float>> pieces)
    {
        long length = 0;
        foreach (ReadOnlyMemory<float> piece in pieces)
        {
            ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(piece.Span);
            stream.Write(bytes);
            length += bytes.Length;
        }

        return length;
    }

    private static void RequireLength(NamedTensor tensor, long length)
    {
        if (length != ByteCount(tensor)) throw new ArgumentException($"tensor '{tensor.Name}' has {length} bytes, its shape needs {ByteCount(tensor)}");
    }

    private static byte[] Header(NamedTensor[] tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Json))
        {
            json.WriteStartObject();
            if (metadata.Count > 0)
                WriteMetadata(json, metadata);
            WriteEntries(json, tensors);
            json.WriteEndObject();
        }

        while (buffer.Length % HeaderAlignment != 0)
            buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        json.WriteStartObject(SafetensorsHeader.MetadataKey);
        foreach ((string key, string value) in metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static void WriteEntries(Utf8JsonWriter json, NamedTensor[] tensors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal) { SafetensorsHeader.MetadataKey };
        long offset = 0;
        foreach (NamedTensor tensor in tensors)
        {
            if (!names.Add(tensor.Name))
                throw new ArgumentException($"two tensors are named '{tensor.Name}'", nameof(tensors));
            long end = checked(offset + ByteCount(tensor));
            json.WriteStartObject(tensor.Name);
            json.WriteString("dtype", TensorTypes.NameOf(tensor.Type));
            WriteNumbers(json, "shape", tensor.Shape);
            WriteNumbers(json, "data_offsets", [offset, end]);
            json.WriteEndObject();
            offset = end;
        }
    }

    private static void WriteNumbers(Utf8JsonWriter json, string key, IReadOnlyList<long> numbers)
    {
        json.WriteStartArray(key);
        foreach (long number in numbers)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    private static long ByteCount(NamedTensor tensor) =>
        tensor.Shape.Aggregate((long)TensorTypes.SizeOf(tensor.Type), (product, dimension) => checked(product * dimension));
}
