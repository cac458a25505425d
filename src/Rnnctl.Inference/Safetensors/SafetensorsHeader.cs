using System.Text.Json;
using System.Text.Unicode;
using Rnnctl.Text;

namespace Rnnctl.Inference.Safetensors;

/// <summary>
/// Reads the header of a safetensors file: eight bytes of length, little-endian, and a JSON object
/// <c>{"NAME":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},...,"__metadata__":{"KEY":"VALUE"}}</c> with offsets into the bytes after
/// it. Blanks may stand before and after the object, as the reference implementation reads it. Every file is treated as hostile: each value is checked before
/// it is used, and memory is allocated only for checked sizes.
/// </summary>
/// <param name="path">The file's name, for messages.</param>
/// <param name="dataStart">The first byte after the header.</param>
/// <param name="dataLength">The number of bytes after the header.</param>
internal sealed class SafetensorsHeader(string path, long dataStart, long dataLength)
{
    /// <summary>The key of the object that holds free-form strings instead of a tensor.</summary>
    public const string MetadataKey = "__metadata__";

    private static ReadOnlySpan<byte> Blanks => " \t\r\n"u8;

    private static readonly string[] TensorKeys = ["dtype", "shape", "data_offsets"];

    private readonly List<TensorEntry> _tensors = [];
    private readonly Dictionary<string, string> _metadata = [];

    /// <summary>The tensors in the order in which their bytes lie in the file.</summary>
    public IReadOnlyList<TensorEntry> Tensors => _tensors;

    /// <summary>The free-form strings, empty where the file has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <summary>Reads and checks the header's JSON.</summary>
    /// <exception cref="InputException">The header breaks a rule of the format; the message names the file and, where there is one, the
    /// tensor.</exception>
    public void Parse(ReadOnlyMemory<byte> json)
    {
        if (!Utf8.IsValid(json.Span))
            throw Broken("the header is not valid UTF-8");
        if (json.Span.TrimStart(Blanks) is not [(byte)'{', ..])
            throw Broken("the header does not begin with a JSON object");
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            ParseEntries(document.RootElement);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: an escaped lone surrogate, which no string can hold.
            throw new InputException($"{path}: the header is not valid JSON", failure);
        }

        _tensors.Sort((left, right) => (left.Offset, left.ByteCount).CompareTo((right.Offset, right.ByteCount)));
        CheckLayout();
    }

    private void ParseEntries(JsonElement root)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonProperty entry in root.EnumerateObject())
        {
            if (!names.Add(entry.Name))
                throw Broken($"two entries are named '{entry.Name}'");
            if (entry.Name == MetadataKey)
                ParseMetadata(entry.Value);
            else
                _tensors.Add(ParseTensor(entry.Name, entry.Value));
        }
    }

    private void ParseMetadata(JsonElement metadata)
    {
        if (metadata.ValueKind != JsonValueKind.Object)
            throw Broken($"'{MetadataKey}' is not an object of strings");
        foreach (JsonProperty entry in metadata.EnumerateObject())
        {
            if (entry.Value.ValueKind != JsonValueKind.String)
                throw Broken($"the value of '{entry.Name}' in '{MetadataKey}' is not a string");
            if (!_metadata.TryAdd(entry.Name, entry.Value.GetString()!))
                throw Broken($"two entries in '{MetadataKey}' are named '{entry.Name}'");
        }
    }

    private TensorEntry ParseTensor(string name, JsonElement tensor)
    {
        CheckKeys(name, tensor);
        JsonElement typeName = tensor.GetProperty("dtype");
        if (typeName.ValueKind != JsonValueKind.String || !TensorTypes.TryParse(typeName.GetString(), out TensorType type))
            throw Broken(name, $"expected one of the types {TensorTypes.Names}, found {typeName.GetRawText()}");

        long[] shape = ParseNumbers(name, "shape", tensor.GetProperty("shape"));
        long[] offsets = ParseNumbers(name, "data_offsets", tensor.GetProperty("data_offsets"));
        if (offsets.Length != 2 || offsets[1] < offsets[0])
            throw Broken(name, $"expected two rising offsets, found [{string.Join(", ", offsets)}]");
        if (offsets[1] > dataLength)
            throw Broken(name, $"the file was cut short: it ends at byte {offsets[1]} of the elements, of which there are {dataLength}");

        long expected = ByteCount(name, type, shape);
        long found = offsets[1] - offsets[0];
        if (expected != found)
            throw Broken(name, $"its shape [{string.Join(", ", shape)}] needs {expected} bytes, its offsets hold {found}");
        return new TensorEntry(name, type, Array.AsReadOnly(shape), dataStart + offsets[0], found);
    }

    private void CheckKeys(string name, JsonElement tensor)
    {
        if (tensor.ValueKind != JsonValueKind.Object)
            throw Broken(name, "its entry is not an object");
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonProperty entry in tensor.EnumerateObject())
        {
            if (!TensorKeys.Contains(entry.Name, StringComparer.Ordinal))
                throw Broken(name, $"expected the keys {string.Join(", ", TensorKeys)}, found '{entry.Name}'");
            if (!keys.Add(entry.Name))
                throw Broken(name, $"its key '{entry.Name}' stands twice");
        }

        string? missing = Array.Find(TensorKeys, key => !keys.Contains(key));
        if (missing is not null)
            throw Broken(name, $"its key '{missing}' is missing");
    }

    private long[] ParseNumbers(string name, string key, JsonElement array)
    {
        if (array.ValueKind != JsonValueKind.Array)
            throw Broken(name, $"its '{key}' is not an array");
        long[] numbers = new long[array.GetArrayLength()];
        int filled = 0;
        foreach (JsonElement element in array.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Number || !element.TryGetInt64(out long number) || number < 0)
                throw Broken(name, $"its '{key}' holds {element.GetRawText()}, expected whole numbers from 0 up");
            numbers[filled++] = number;
        }

        return numbers;
    }

    private long ByteCount(string name, TensorType type, long[] shape)
    {
        try
        {
            return shape.Aggregate((long)TensorTypes.SizeOf(type), (product, dimension) => checked(product * dimension));
        }
        catch (OverflowException)
        {
            throw Broken(name, $"its shape [{string.Join(", ", shape)}] is larger than any file");
        }
    }

    /// <summary>The tensors, sorted by offset, cover the bytes after the header exactly: no hole, no overlap, nothing left over.</summary>
    private void CheckLayout()
    {
        long end = dataStart;
        foreach (TensorEntry tensor in _tensors)
        {
            if (tensor.Offset < end)
                throw Broken(tensor.Name, $"it overlaps the tensor before it by {end - tensor.Offset} bytes");
            if (tensor.Offset > end)
                throw Broken(tensor.Name, $"{tensor.Offset - end} bytes before it belong to no tensor");
            end += tensor.ByteCount;
        }

        long unused = dataStart + dataLength - end;
        if (unused > 0)
            throw Broken($"{unused} bytes at its end belong to no tensor");
    }

    private InputException Broken(string message) => new($"{path}: {message}");

    private InputException Broken(string tensor, string message) => new($"{path}: tensor '{tensor}': {message}");
}
