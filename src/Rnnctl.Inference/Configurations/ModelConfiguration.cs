using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Rnnctl.Text;
using Rnnctl.Text.Corpora;

namespace Rnnctl.Inference.Configurations;

/// <summary>
/// <c>config.json</c>: everything that is needed to rebuild a model and to go on training it. The defaults are those of the command line
/// for tagging. The file must have every key: a default that a later version changes must not change an old model.
/// </summary>
public sealed record ModelConfiguration
{
    /// <summary>The only version of the file that this tool writes and reads.</summary>
    public const int CurrentFormatVersion = 1;

    private const int LongestPair = 100;

    /// <summary>The version of the file's format.</summary>
    [JsonPropertyOrder(-2)]
    public int FormatVersion { get; init; } = CurrentFormatVersion;

    /// <summary>The version of the tool that wrote the file.</summary>
    [JsonPropertyOrder(-1)]
    public string ToolVersion { get; init; } = Configurations.ToolVersion.Current;

    /// <summary>What the model does.</summary>
    public ModelTask Task { get; init; } = ModelTask.Tag;

    /// <summary>What the model is made of.</summary>
    public ArchitectureConfiguration Architecture { get; init; } = new();

    /// <summary>How text becomes symbols.</summary>
    public TextConfiguration Text { get; init; } = new();

    /// <summary>How the model is trained.</summary>
    public TrainingConfiguration Training { get; init; } = new();

    /// <summary>The trained model whose weights this one began with; null where they were drawn at random.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OriginConfiguration? From { get; init; }

    /// <summary>The configuration of a new model without any option given.</summary>
    public static ModelConfiguration DefaultsOf(ModelTask task) => task switch
    {
        ModelTask.Translate => new() { Task = task, Text = new TextConfiguration { MaxLength = LongestPair, LowercaseTarget = false } },
        ModelTask.Lm => new()
        {
            Task = task,
            Architecture = new ArchitectureConfiguration { Bidirectional = false, LanguageModel = LanguageModelConfiguration.Default },
        },
        _ => new() { Task = task },
    };

    /// <summary>Reads and checks a file.</summary>
    /// <param name="path">Its name in messages.</param>
    /// <param name="stream">The open file.</param>
    /// <exception cref="InputException">It is of another version, or a key in it is missing, unknown, of the wrong type or out of
    /// range.</exception>
    public static ModelConfiguration Read(string path, Stream stream)
    {
        ModelConfiguration configuration = StrictJson.Read(path, stream, ConfigurationJson.Default.ModelConfiguration, CurrentFormatVersion);
        configuration.RequireRanges(path);
        return configuration;
    }

    /// <summary>Requires a model of a task.</summary>
    /// <param name="expected">The task.</param>
    /// <param name="path">The file's path.</param>
    /// <exception cref="InputException">It has another task; the hint names the verb that runs it.</exception>
    public void RequireTask(ModelTask expected, string path)
    {
        if (Task == expected) return;
        string hint = Task switch
        {
            ModelTask.Tag => "a tagger is run by rnnctl tag",
            ModelTask.Translate => "a translator is run by rnnctl translate",
            _ => "a language model is run by rnnctl sample",
        };
        throw new InputException($"{path}: task: expected {NameOf(expected)}, found {NameOf(Task)}", hint);
    }

    /// <summary>Writes the file's bytes: indented JSON in UTF-8.</summary>
    public void Write(Stream stream) => StrictJson.Write(stream, this, ConfigurationJson.Default.ModelConfiguration);

    /// <summary>The file's content as a part of other JSON.</summary>
    public JsonNode ToJson() => JsonSerializer.SerializeToNode(this, ConfigurationJson.Default.ModelConfiguration)!;

    /// <summary>Checks every number against its range, and the options against each other.</summary>
    /// <param name="source">Where the options come from, the first words of a message: a file or <c>options</c>.</param>
    /// <exception cref="InputException">One is out of range, or two do not go together; the message names it and the range.</exception>
    public void RequireRanges(string source)
    {
        foreach (ConfigurationOption option in ConfigurationOptions.All) RequireRange(source, option);
        TaskMetrics.Require(this, $"{source}: training.metric");
        Architecture.RequireVocabularies(source);
        if (Architecture.Contextual is { } contextual)
        {
            if (Task == ModelTask.Lm) throw new InputException($"{source}: architecture.contextual: a language model reads no language models");
            contextual.RequireRanges(source);
        }

        Architecture.RequireConsistency(source, new FeatureColumns(Text.Features).Count);
        LossRules.Require(this, source);
    }

    private void RequireRange(string source, ConfigurationOption option)
    {
        if (option.Values.Kind == OptionKind.Text && option.Get(this) is string text && !option.Values.HasForm(text))
            throw new InputException($"{source}: {option.Key}: expected {option.Values.Form}, found '{text}'");
        if (option.Values.Range is not { } range || option.Get(this) is not { } value) return;
        double number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
        if (range.Contains(number)) return;
        throw new InputException(string.Create(CultureInfo.InvariantCulture, $"{source}: {option.Key}: expected {range.Expected(number)}, found {number}"));
    }

    private static string NameOf(ModelTask task) => task.ToString().ToLowerInvariant();
}
