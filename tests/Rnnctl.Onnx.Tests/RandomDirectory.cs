using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Inference.Safetensors;
using Rnnctl.Inference.Translation;
using Rnnctl.Models.Parameters;

namespace Rnnctl.Onnx.Tests;

/// <summary>Directories of small models with random weights.</summary>
internal static class RandomDirectory
{
    public static readonly string[] Words = ["<unk>", "<s>", "</s>", "red@@", "car", "blue"];

    private static readonly string[] Merges = ["#version: 0.2", "r e", "re d"];

    /// <summary>A language model of segments.</summary>
    public static string LanguageModel(string path)
    {
        ModelConfiguration configuration = Small(ModelTask.Lm, "tokens");
        return Write(path, configuration, "tokens", TrainedLanguageModel.ArchitectureOf(configuration.Architecture).Parameters());
    }

    /// <summary>A translator of segments into words of the same vocabulary.</summary>
    public static string Translator(string path)
    {
        ModelConfiguration configuration = Small(ModelTask.Translate, "source", "target");
        configuration = configuration with { Architecture = configuration.Architecture with { Translator = new TranslatorConfiguration() } };
        return Write(path, configuration, "source", TranslatorModel.ArchitectureOf(configuration.Architecture).Parameters());
    }

    private static ModelConfiguration Small(ModelTask task, params string[] vocabularies)
    {
        ModelConfiguration configuration = ModelConfiguration.DefaultsOf(task);
        var sizes = vocabularies.ToDictionary(name => name, _ => Words.Length);
        sizes[vocabularies[0] + ".merges"] = Merges.Length;
        return configuration with { Architecture = configuration.Architecture with { Hidden = 4, Embedding = 3, Vocabularies = sizes } };
    }

    private static string Write(string path, ModelConfiguration configuration, string segmented, IReadOnlyList<ParameterShape> shapes)
    {
        var random = new Random(4);
        var lines = configuration.Architecture.Vocabularies.Keys.ToDictionary(
            name => name, name => (IReadOnlyList<string>)(name == segmented + ".merges" ? Merges : Words));
        NamedTensor[] weights = [.. shapes.Select(shape => NamedTensor.Of<float>(
            shape.Name, [.. shape.Dimensions.Select(size => (long)size)], Enumerable.Range(0, shape.Count).Select(_ => random.NextSingle()).ToArray()))];
        ModelWriter.Write(path, configuration, lines, weights);
        return path;
    }
}
