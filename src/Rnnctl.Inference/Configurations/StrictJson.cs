using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Rnnctl.Inference.Files;
using Rnnctl.Text;

namespace Rnnctl.Inference.Configurations;

/// <summary>
/// Reads JSON files that a tool wrote and a person may have edited: every key must be there, none may be unknown, each value must have its
/// type, and an error names the file and the key.
/// </summary>
public static class StrictJson
{
    private const int LongestFile = 1 << 20;
    private const string VersionKey = "format_version";

    /// <summary>Writes a value and a final newline.</summary>
    public static void Write<T>(Stream stream, T value, JsonTypeInfo<T> type)
    {
        JsonSerializer.Serialize(stream, value, type);
        stream.WriteByte((byte)'\n');
    }

    /// <summary>Reads a value whose <c>format_version</c> is the one that is known.</summary>
    /// <param name="path">The file's name in messages.</param>
    /// <param name="stream">The open file.</param>
    /// <param name="type">How the value stands in it.</param>
    /// <param name="version">The version.</param>
    /// <param name="laterKeys">The keys that may be missing, since files were written before they were thought of.</param>
    /// <exception cref="InputException">The file is malformed or of another version.</exception>
    public static T Read<T>(string path, Stream stream, JsonTypeInfo<T> type, int version, params string[] laterKeys)
    {
        byte[] bytes = UserFile.ReadAllBytes(stream, path, LongestFile);
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes, new JsonDocumentOptions { AllowDuplicateProperties = false });
            CheckVersion(path, document.RootElement, version);
            CheckObject(path, "", document.RootElement, type, laterKeys);
            return document.RootElement.Deserialize(type)!;
        }
        catch (JsonException failure)
        {
            // The place stands at the end of .NET's message, in words of its own.
            string problem = failure.Message.Split(" LineNumber:")[0];
            throw InputException.At(path, 1 + failure.LineNumber.GetValueOrDefault(), $"not valid JSON: {problem}");
        }
        catch (InvalidOperationException failure)
        {
            // An escaped lone surrogate, which no string can hold.
            throw new InputException($"{path}: not valid JSON: {failure.Message}", failure);
        }
    }

    private static void CheckVersion(string path, JsonElement root, int version)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw new InputException($"{path}: expected a JSON object");
        if (!root.TryGetProperty(VersionKey, out JsonElement found))
            throw new InputException($"{path}: the key {VersionKey} is missing");
        if (found.ValueKind != JsonValueKind.Number || !found.TryGetInt32(out int number) || number != version)
            throw new InputException($"{path}: {VersionKey}: this rnnctl reads version {version}, found {found.GetRawText()}");
    }

    private static void CheckObject(string path, string prefix, JsonElement element, JsonTypeInfo type, string[] laterKeys)
    {
        foreach (JsonProperty entry in element.EnumerateObject())
        {
            if (!type.Properties.Any(property => property.Name == entry.Name))
                throw new InputException($"{path}: unknown key {prefix}{entry.Name}");
        }

        foreach (JsonPropertyInfo property in type.Properties)
        {
            string key = prefix + property.Name;
            if (element.TryGetProperty(property.Name, out JsonElement value))
                CheckValue(path, key, value, type.Options.GetTypeInfo(property.PropertyType), laterKeys);
            else if (!laterKeys.Contains(key))
                throw new InputException($"{path}: the key {key} is missing");
        }
    }

    private static void CheckValue(string path, string key, JsonElement value, JsonTypeInfo type, string[] laterKeys)
    {
        Type? underlying = Nullable.GetUnderlyingType(type.Type);
        if (underlying is not null)
        {
            if (value.ValueKind != JsonValueKind.Null)
                CheckValue(path, key, value, type.Options.GetTypeInfo(underlying), laterKeys);
            return;
        }

        if (Mismatch(value, type) is { } expected)
            throw new InputException($"{path}: {key}: expected {expected}, found {Shortened(value)}");
        if (type.Kind == JsonTypeInfoKind.Object)
            CheckObject(path, key + ".", value, type, laterKeys);
        if (type.Kind == JsonTypeInfoKind.Dictionary)
        {
            foreach (JsonProperty entry in value.EnumerateObject())
                CheckValue(path, $"{key}.{entry.Name}", entry.Value, type.Options.GetTypeInfo(type.ElementType!), laterKeys);
        }
    }

    /// <summary>What was expected instead, or null where the value has its type.</summary>
    private static string? Mismatch(JsonElement value, JsonTypeInfo type)
    {
        bool isNumber = value.ValueKind == JsonValueKind.Number;
        return type.Type switch
        {
            _ when type.Kind != JsonTypeInfoKind.None => value.ValueKind == JsonValueKind.Object ? null : "an object",
            { } t when t == typeof(int) => isNumber && value.TryGetInt32(out _) ? null : "a whole number",
            { } t when t == typeof(long) => isNumber && value.TryGetInt64(out _) ? null : "a whole number",
            { } t when t == typeof(double) => isNumber && double.IsFinite(value.GetDouble()) ? null : "a number",
            { } t when t == typeof(bool) => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : "true or false",
            { IsEnum: true } => EnumMismatch(value, type),
            _ => value.ValueKind == JsonValueKind.String ? null : "a string",
        };
    }

    private static string? EnumMismatch(JsonElement value, JsonTypeInfo type)
    {
        string[] names = [.. Enum.GetValuesAsUnderlyingType(type.Type).Cast<int>().Select(number => NameOf(number, type))];
        bool known = value.ValueKind == JsonValueKind.String && names.Contains(value.GetString());
        return known ? null : $"one of {string.Join(", ", names)}";
    }

    private static string NameOf(int number, JsonTypeInfo type) =>
        JsonSerializer.SerializeToElement(Enum.ToObject(type.Type, number), type).GetString()!;

    private static string Shortened(JsonElement value)
    {
        const int Longest = 60;
        string text = value.GetRawText().ReplaceLineEndings(" ");
        return text.Length <= Longest ? text : text[..Longest] + "...";
    }
}
