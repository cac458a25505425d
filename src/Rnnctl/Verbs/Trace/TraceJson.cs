using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Rnnctl.Inference.Tracing;

namespace Rnnctl.Verbs.Trace;

/// <summary>
/// A trace as one line of JSON: <c>{"tokens":["a"],"layers":[{"layer":1,"direction":"forward","units":[1],"values":{"i":[[0.5]],"h":[[0.1]]}}],"labels":
/// [[{"label":"O",...}]]}</c>. A value is a list of numbers for each token, one for each unit.
/// </summary>
internal static class TraceJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the line.</summary>
    /// <param name="output">Where it is written.</param>
    /// <param name="trace">The trace.</param>
    /// <param name="units">The units, from 1; empty for all. A value that has fewer units leaves out those that it does not have.</param>
    public static void Write(TextWriter output, SentenceTrace trace, IReadOnlyList<int> units)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            json.WriteStartArray("tokens");
            foreach (string token in trace.Tokens) json.WriteStringValue(token);
            json.WriteEndArray();
            json.WriteStartArray("layers");
            foreach (LayerTrace layer in trace.Layers) WriteLayer(json, layer, units);
            json.WriteEndArray();
            if (trace.Labels.Count > 0) WriteLabels(json, trace.Labels);
            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(bytes.WrittenSpan));
    }

    private static void WriteLayer(Utf8JsonWriter json, LayerTrace layer, IReadOnlyList<int> units)
    {
        json.WriteStartObject();
        json.WriteNumber("layer", layer.Layer);
        json.WriteString("direction", DirectionName.Of(layer.IsReverse));
        if (units.Count > 0)
        {
            json.WriteStartArray("units");
            foreach (int unit in units) json.WriteNumberValue(unit);
            json.WriteEndArray();
        }

        json.WriteStartObject("values");
        foreach (TracedNumbers value in layer.Values) WriteRows(json, value, units);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteRows(Utf8JsonWriter json, TracedNumbers value, IReadOnlyList<int> units)
    {
        int[] shown = [.. (units.Count > 0 ? units : Enumerable.Range(1, value.Width)).Where(unit => unit <= value.Width)];
        json.WriteStartArray(value.Name);
        for (int token = 0; token < value.Numbers.Length / value.Width; token++)
        {
            json.WriteStartArray();
            foreach (int unit in shown) WriteNumber(json, value.At(token, unit - 1));
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteLabels(Utf8JsonWriter json, IReadOnlyList<IReadOnlyList<ScoredLabel>> labels)
    {
        json.WriteStartArray("labels");
        foreach (IReadOnlyList<ScoredLabel> ofToken in labels)
        {
            json.WriteStartArray();
            foreach (ScoredLabel one in ofToken)
            {
                json.WriteStartObject();
                json.WriteString("label", one.Label);
                WriteNumber(json, "emission", one.Emission);
                if (one.Transition is { } transition) WriteNumber(json, "transition", transition);
                WriteNumber(json, "gap", one.Gap);
                WriteNumber(json, "probability", one.Probability);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter json, string key, double number)
    {
        if (double.IsFinite(number)) json.WriteNumber(key, number);
        else json.WriteNull(key);
    }

    private static void WriteNumber(Utf8JsonWriter json, float number)
    {
        if (float.IsFinite(number)) json.WriteNumberValue(number);
        else json.WriteNullValue();
    }
}
