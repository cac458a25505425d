using Rnnctl.Models.LanguageModels;
using Rnnctl.Text.Vocabularies;
using static Rnnctl.Inference.Configurations.ConfigurationOptions;

namespace Rnnctl.Inference.Configurations;

/// <summary>The options of what a language model is made of.</summary>
internal static class LanguageModelOptions
{
    /// <summary>The options, under their heading.</summary>
    public static ConfigurationSection Section { get; } = new(
        "Language model",
        OfLanguageModel(
            "unit", "What the model reads and predicts: words, which --src-vocab may segment, or characters, blanks included",
            OptionValues.Members(typeof(TextUnit)), m => m.Unit, (m, x) => m with { Unit = (TextUnit)x }),
        OfLanguageModel(
            "direction", "Direction in which the text is read; in both, the two share embeddings and output layer",
            OptionValues.Members(typeof(LanguageModelDirection)), m => m.Direction, (m, x) => m with { Direction = (LanguageModelDirection)x }),
        Training(
            "softmax", "Symbols that a prediction is compared with in training: all, or N drawn anew at each step; evaluation is always full",
            OptionValues.Text(SampledSoftmax.Form, SampledSoftmax.IsValue), t => t.Softmax, (t, x) => t with { Softmax = (string)x }).Only(ModelTask.Lm));

    private static ConfigurationOption OfLanguageModel(
        string key,
        string help,
        OptionValues values,
        Func<LanguageModelConfiguration, object?> get,
        Func<LanguageModelConfiguration, object, LanguageModelConfiguration> set)
    {
        static LanguageModelConfiguration Of(ArchitectureConfiguration architecture) => architecture.LanguageModel ?? LanguageModelConfiguration.Default;
        return Architecture($"language_model.{key}", help, values, a => get(Of(a)), (a, x) => a with { LanguageModel = set(Of(a), x) })
            .Only(ModelTask.Lm).Fixed();
    }
}
