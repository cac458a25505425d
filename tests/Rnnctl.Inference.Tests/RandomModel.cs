using Rnnctl.Compute.Randomness;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Safetensors;
using Rnnctl.Inference.Tasks;
using Rnnctl.Models.Parameters;

namespace Rnnctl.Inference.Tests;

/// <summary>Small models with random weights, in directories.</summary>
internal static class RandomModel
{
    public static string[] Frame { get; } = ["<unk>", "<s>", "</s>"];

    /// <summary>A tagger's architecture.</summary>
    public static ArchitectureConfiguration Tagger { get; } = new() { Hidden = 3, Embedding = 4, Dropout = 0 };

    /// <summary>A language model's.</summary>
    public static ArchitectureConfiguration LanguageModel { get; } =
        new() { Hidden = 3, Embedding = 4, Bidirectional = false, Dropout = 0, LanguageModel = new LanguageModelConfiguration() };

    /// <summary>A translator's.</summary>
    public static ArchitectureConfiguration Translator { get; } =
        new() { Hidden = 4, Embedding = 3, Dropout = 0, Translator = new TranslatorConfiguration() };

    public static Dictionary<string, IReadOnlyList<string>> TaggerSymbols { get; } =
        new() { ["tokens"] = ["<unk>", "a", "b", "c"], ["labels"] = ["O", "B-x", "I-x"] };

    public static Dictionary<string, IReadOnlyList<string>> LanguageModelSymbols { get; } = new() { ["tokens"] = [.. Frame, "a", "b"] };

    public static Dictionary<string, IReadOnlyList<string>> TranslatorSymbols { get; } =
        new() { ["source"] = [.. Frame, "a", "b"], ["target"] = [.. Frame, "x", "y", "z"] };

    /// <summary>Writes a model, and returns its weights.</summary>
    public static Dictionary<string, float[]> Write(
        string path,
        ModelTask task,
        ArchitectureConfiguration architecture,
        IReadOnlyDictionary<string, IReadOnlyList<string>> symbols,
        ulong seed,
        Func<ModelConfiguration, ModelConfiguration>? change = null)
    {
        ModelConfiguration configuration = ModelConfiguration.DefaultsOf(task) with
        {
            Architecture = architecture with { Vocabularies = symbols.ToDictionary(one => one.Key, one => one.Value.Count) },
        };
        if (change is not null) configuration = change(configuration);
        IReadOnlyList<ParameterShape> shapes = TaskModel.ParametersOf(configuration);
        var random = new PhiloxRandom(seed, stream: 0);
        Dictionary<string, float[]> weights = shapes.ToDictionary(
            shape => shape.Name, shape => Enumerable.Range(0, shape.Count).Select(_ => (float)(4 * (random.NextDouble() - 0.5))).ToArray());
        ModelWriter.Write(path, configuration, symbols, [.. shapes.Select(shape => Tensor(shape.Name, shape.Dimensions, weights[shape.Name]))]);
        return weights;
    }

    /// <summary>A tensor of a file.</summary>
    public static NamedTensor Tensor(string name, IReadOnlyList<int> dimensions, float[] values) =>
        NamedTensor.Of<float>(name, [.. dimensions.Select(dimension => (long)dimension)], values);

    /// <summary>The weights of a stored model.</summary>
    public static Dictionary<string, float[]> Read(string path)
    {
        using ModelDirectory model = ModelDirectory.Open(path);
        return TaskModel.Read(model).Parameters.ToDictionary(shape => shape.Name, shape => ParameterFile.ReadWeights(model.Weights, shape));
    }
}
