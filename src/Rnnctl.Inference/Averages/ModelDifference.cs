using System.Text.Json;
using System.Text.Json.Nodes;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Tasks;

namespace Rnnctl.Inference.Averages;

/// <summary>
/// The first difference between two models that makes a mean of their weights meaningless: in the task, in the architecture, in how they read text, or in a
/// vocabulary. Options that only training uses, such as dropout, may differ.
/// </summary>
internal static class ModelDifference
{
    private const string VocabularySizes = "architecture.vocabularies.";
    private const string ContextualModels = "architecture.contextual.models.";

    // The options of the text that decide what a symbol means to the model. Vocabularies are compared themselves.
    private static readonly HashSet<string> TextKeys =
    [
        "text.lowercase", "text.lowercase_target", "text.digits_to_zero", "text.features", "text.word_shape", "text.affixes", "text.scheme",
        "text.output_scheme", "text.intent",
    ];

    private static readonly HashSet<string> OfTraining =
        [.. ConfigurationOptions.All.Where(option => !option.FixedOnResume).Select(option => option.Key)];

    /// <summary>The difference, as the end of a sentence about the second model: <c>--hidden is 8, and 16 in slots</c>; null if there is none.</summary>
    /// <param name="name">The name of the first model.</param>
    /// <param name="first">The first model.</param>
    /// <param name="other">The second model.</param>
    public static string? Find(string name, TaskModel first, TaskModel other)
    {
        Dictionary<string, string> expected = ValuesOf(first.Configuration), found = ValuesOf(other.Configuration);
        string? key = expected.Keys.Union(found.Keys).FirstOrDefault(key => expected.GetValueOrDefault(key) != found.GetValueOrDefault(key));
        if (key is not null) return $"{NameOf(key)} is {found.GetValueOrDefault(key, "none")}, and {expected.GetValueOrDefault(key, "none")} in {name}";
        return DifferenceInVocabularies(name, first, other);
    }

    private static string? DifferenceInVocabularies(string name, TaskModel first, TaskModel other)
    {
        foreach (string vocabulary in first.Vocabularies.Keys.Union(other.Vocabularies.Keys))
        {
            IReadOnlyList<string> expected = first.Vocabularies.GetValueOrDefault(vocabulary, []), found = other.Vocabularies.GetValueOrDefault(vocabulary, []);
            if (expected.Count != found.Count) return $"vocabulary {vocabulary} has {found.Count} lines, and {expected.Count} in {name}";
            int line = expected.Zip(found).TakeWhile(pair => pair.First == pair.Second).Count();
            if (line < expected.Count) return $"line {line + 1} of vocabulary {vocabulary} is '{found[line]}', and '{expected[line]}' in {name}";
        }

        return null;
    }

    private static string NameOf(string key) =>
        key == "task" ? "--task" : ConfigurationOptions.All.FirstOrDefault(option => option.Key == key)?.Name ?? key;

    /// <summary>The values that must agree, by their keys in <c>config.json</c>, in the order of the file.</summary>
    private static Dictionary<string, string> ValuesOf(ModelConfiguration configuration)
    {
        var values = new Dictionary<string, string>();
        Add("", configuration.ToJson(), values);
        return values;
    }

    private static void Add(string key, JsonNode? value, Dictionary<string, string> values)
    {
        if (value is JsonObject children)
        {
            foreach ((string name, JsonNode? child) in children) Add(key.Length == 0 ? name : $"{key}.{name}", child, values);
        }
        else if (IsCompared(key))
        {
            values[key] = value is null ? "none" : value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
        }
    }

    private static bool IsCompared(string key)
    {
        if (key == "task" || TextKeys.Contains(key)) return true;
        bool isPath = key.StartsWith(ContextualModels, StringComparison.Ordinal) && key.EndsWith(".path", StringComparison.Ordinal);
        return key.StartsWith("architecture.", StringComparison.Ordinal) && !key.StartsWith(VocabularySizes, StringComparison.Ordinal)
            && !isPath && !OfTraining.Contains(key);
    }
}
