using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Rnnctl.Onnx.Metadata;

/// <summary>The entries of a model's metadata. Every value is JSON, so that a reader in any language gets lists and numbers by one call.</summary>
internal sealed class MetadataEntries
{
    // The text stands in no web page: a label of another script stays readable.
    private static readonly JsonWriterOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<KeyValuePair<string, string>> _entries = [];

    /// <summary>All entries.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> All => _entries;

    /// <summary>Adds a text.</summary>
    public void Add(string key, string value) => Add(key, json => json.WriteStringValue(value));

    /// <summary>Adds a whole number.</summary>
    public void Add(string key, int value) => Add(key, json => json.WriteNumberValue(value));

    /// <summary>Adds true or false.</summary>
    public void Add(string key, bool value) => Add(key, json => json.WriteBooleanValue(value));

    /// <summary>Adds a list of texts.</summary>
    public void Add(string key, IEnumerable<string> values) => Add(key, json =>
    {
        json.WriteStartArray();
        foreach (string value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    });

    private void Add(string key, Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Format)) write(json);
        _entries.Add(new(key, Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length)));
    }
}
