using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rnnctl.Fuzz.Mutations;

/// <summary>Changes the structure of a JSON file: another value, a removed or added key, a moved value.</summary>
internal static class JsonMutation
{
    private static readonly string[] Values =
    [
        "null", "true", "false", "\"\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\u001b[31m\"", "\"a/../b\"", "[]", "{}", "[[]]", "{\"a\":{}}", "-1", "0", "1e309",
        "2147483647", "9223372036854775807", "0.5", "1e-320",
    ];

    /// <summary>Makes one change; in a file that is not JSON, it changes a number.</summary>
    public static byte[] Change(byte[] content, Random random)
    {
        try
        {
            if (JsonNode.Parse(content) is JsonObject root) return Change(root, random);
        }
        catch (Exception failure) when (failure is JsonException or ArgumentException or InvalidOperationException)
        {
            // After an earlier change the file is no valid JSON, or it has a duplicate key or a lone surrogate.
        }

        return NumberMutation.Change(content, random);
    }

    private static byte[] Change(JsonObject root, Random random)
    {
        List<(JsonObject Parent, string Key)> places = [];
        Collect(root, places);
        if (places.Count == 0) return "{}"u8.ToArray();
        (JsonObject parent, string key) = places[random.Next(places.Count)];
        (JsonObject otherParent, string otherKey) = places[random.Next(places.Count)];
        switch (random.Next(5))
        {
            case 0:
                parent.Remove(key);
                break;
            case 1:
                parent[key + "_"] = parent[key]?.DeepClone();
                break;
            case 2:
                parent[key] = otherParent[otherKey]?.DeepClone();
                break;
            case 3:
                return Duplicate(root, parent, key);
            default:
                parent[key] = JsonNode.Parse(Values[random.Next(Values.Length)]);
                break;
        }

        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    private static void Collect(JsonObject parent, List<(JsonObject Parent, string Key)> places)
    {
        foreach ((string key, JsonNode? value) in parent)
        {
            places.Add((parent, key));
            if (value is JsonObject child) Collect(child, places);
        }
    }

    // A JsonObject cannot hold a duplicate key, so it is added to the text.
    private static byte[] Duplicate(JsonObject root, JsonObject parent, string key)
    {
        string before = parent.ToJsonString();
        string twice = before[..^1] + $",{JsonSerializer.Serialize(key)}:{parent[key]?.ToJsonString() ?? "null"}}}";
        return Encoding.UTF8.GetBytes(root.ToJsonString().Replace(before, twice, StringComparison.Ordinal));
    }
}
