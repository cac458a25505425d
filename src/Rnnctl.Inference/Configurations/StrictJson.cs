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
    private const string WriterKey = "tool_version";

    /// <summary>Writes a value and a final newline.</summary>
    public static void Write<T>(Stream stream, T value, JsonTypeInfo<T> type)
    {
        JsonSerializer.Serialize(stream, value, type);
        stream.WriteByte((byte)'\n');
    }

    /// <summary>Reads a value. Its <c>format_version</c> must be the one that is expected.</summary>
    /// <param name="path">The file's name in messages.</param>
    /// <param name="stream">The open file.</param>
    /// <param name="type">The keys of the file and their types.</param>
    /// <param name="version">The expected version.</param>
    /// <exception cref="InputException">The file is malformed, has another version, or a key is unknown or missing; such a message also names the
    /// version of the tool that wrote the file.</exception>
    public static T Read<T>(string path, Stream stream, JsonTypeInfo<T> type, int version)
    {
        byte[] bytes = UserFile.ReadAllBytes(stream, path, LongestFile);
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes, new JsonDocumentOptions { AllowDuplicateProperties = false });
            CheckVersion(path, document.RootElement, version);
            new KeyCheck(path, WriterOf(document.RootElement)).RequireObject("", document.RootElement, type);
            return document.RootElement.Deserialize(type)!;
        }
        catch (JsonException failure)
        {
            // The end of .NET's message tells the place, which our message tells in its own way.
            string problem = failure.Message.Split(" LineNumber:")[0];
            throw InputException.At(path, 1 + failure.LineNumber.GetValueOrDefault(), $"not valid JSON: {problem}");
        }
        catch (InvalidOperationException failure)
        {
            // The file has an escaped lone surrogate, which no string can hold.
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

    /// <summary>The version of the tool that wrote the file, or null where the file does not say.</summary>
    private static string? WriterOf(JsonElement root) =>
        root.TryGetProperty(WriterKey, out JsonElement writer) && writer.ValueKind == JsonValueKind.String ? writer.GetString() : null;

    /// <summary>The expected type, or null where the value has it.</summary>
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

    private static string Shortened(string text)
    {
        const int Longest = 60;
        string line = text.ReplaceLineEndings(" ");
        return line.Length <= Longest ? line : line[..Longest] + "...";
    }

    /// <summary>Compares the keys and values of a file with the properties of a type.</summary>
    /// <param name="Path">The file's name in messages.</param>
    /// <param name="Writer">The version of the tool that wrote the file, or null where the file does not say.</param>
    private sealed record KeyCheck(string Path, string? Writer)
    {
        /// <summary>Requires an object to have each key of a type, no others, and values of the right types.</summary>
        public void RequireObject(string prefix, JsonElement element, JsonTypeInfo type)
        {
            foreach (JsonProperty entry in element.EnumerateObject())
            {
                if (!type.Properties.Any(property => property.Name == entry.Name))
                    throw new InputException($"{Path}: unknown key '{prefix}{entry.Name}'{WrittenBy()}");
            }

            foreach (JsonPropertyInfo property in type.Properties)
            {
                string key = prefix + property.Name;
                if (element.TryGetProperty(property.Name, out JsonElement value))
                    RequireValue(key, value, type.Options.GetTypeInfo(property.PropertyType));
                else if (!IsOptional(property))
                    throw new InputException($"{Path}: the key {key} is missing{(Writer == ToolVersion.Current ? "" : WrittenBy())}");
            }
        }

        /// <summary>Whether the key is left out where it has no value: an object that only some models have, or an option that older files lack.</summary>
        private static bool IsOptional(JsonPropertyInfo property) => property.ShouldSerialize is not null;

        private void RequireValue(string key, JsonElement value, JsonTypeInfo type)
        {
            Type? underlying = Nullable.GetUnderlyingType(type.Type);
            if (underlying is not null)
            {
                if (value.ValueKind != JsonValueKind.Null)
                    RequireValue(key, value, type.Options.GetTypeInfo(underlying));
                return;
            }

            if (Mismatch(value, type) is { } expected)
                throw new InputException($"{Path}: {key}: expected {expected}, found {Shortened(value.GetRawText())}");
            if (type.Kind == JsonTypeInfoKind.Object)
                RequireObject(key + ".", value, type);
            if (type.Kind == JsonTypeInfoKind.Dictionary)
            {
                foreach (JsonProperty entry in value.EnumerateObject())
                    RequireValue($"{key}.{entry.Name}", entry.Value, type.Options.GetTypeInfo(type.ElementType!));
            }
        }

        private string WrittenBy() => Writer is null ? "" : $": the file was written by rnnctl {Shortened(Writer)}, and this is {ToolVersion.Current}";
    }
}
