using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Models.Contextual;
using Rnnctl.Text;

namespace Rnnctl.Inference.Contextual;

/// <summary>What a model's configuration says of the language models that it reads.</summary>
internal static class ContextualDescription
{
    /// <summary>The shape that a configuration describes; null for a model that reads no language models.</summary>
    public static ContextualArchitecture? ArchitectureOf(ContextualConfiguration? options) => options is null ? null : options.Mixes() with
    {
        Learnt = options.FineTune ? [.. options.InOrder().Select(model => TrainedLanguageModel.ArchitectureOf(model.Architecture!))] : [],
    };

    /// <summary>Checks the descriptions of language models that learn.</summary>
    /// <param name="options">The configuration, or null.</param>
    /// <param name="path">The file that it comes from.</param>
    /// <exception cref="InputException">One is not of a language model that this version can build, or has layers of another shape.</exception>
    public static void Require(ContextualConfiguration? options, string path)
    {
        if (options is not { FineTune: true }) return;
        foreach ((string number, ContextualModelConfiguration model) in options.Models)
        {
            string source = $"{path}: architecture.contextual.models.{number}";
            TrainedLanguageModel.RequireDescription(new ModelConfiguration { Task = ModelTask.Lm, Architecture = model.Architecture! }, source);
            LayerShape shape = LayerShape.Of(TrainedLanguageModel.ArchitectureOf(model.Architecture!));
            if (shape != model.Shape()) throw new InputException($"{source}: its architecture has {shape.Layers} layers of {shape.Width} numbers");
        }
    }
}
