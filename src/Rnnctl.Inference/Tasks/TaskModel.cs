using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Inference.Tagging;
using Rnnctl.Inference.Translation;
using Rnnctl.Models.Parameters;
using Rnnctl.Text;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Inference.Tasks;

/// <summary>What a model of any task is made of, without its weights: for work on weights that does not run the model.</summary>
/// <param name="Configuration">Everything that rebuilds it.</param>
/// <param name="Vocabularies">The lines of each vocabulary's file, by its name.</param>
/// <param name="Parameters">The names and shapes of its weights.</param>
public sealed record TaskModel(
    ModelConfiguration Configuration, IReadOnlyDictionary<string, IReadOnlyList<string>> Vocabularies, IReadOnlyList<ParameterShape> Parameters)
{
    /// <summary>Reads the description of a model. Its weights are not compared with it.</summary>
    /// <exception cref="InputException">The configuration is not of a model that this version can build, or a vocabulary is damaged.</exception>
    public static TaskModel Read(ModelDirectory directory)
    {
        ModelConfiguration configuration = directory.Configuration;
        IReadOnlyDictionary<string, IReadOnlyList<string>> vocabularies = configuration.Task switch
        {
            ModelTask.Translate => TranslatorModel.ReadDescription(directory).Text.Lines(),
            ModelTask.Lm => LanguageModelLines(directory),
            _ => TaggerModel.ReadDescription(directory).Vocabularies.Lines(),
        };
        return new TaskModel(configuration, vocabularies, ParametersOf(configuration));
    }

    /// <summary>The names and shapes of the weights that a configuration describes.</summary>
    /// <exception cref="ArgumentException">It names a cell or an option that this version does not have.</exception>
    public static IReadOnlyList<ParameterShape> ParametersOf(ModelConfiguration configuration) => configuration.Task switch
    {
        ModelTask.Translate => TranslatorModel.ArchitectureOf(configuration.Architecture).Parameters(),
        ModelTask.Lm => TrainedLanguageModel.ArchitectureOf(configuration.Architecture).Parameters(),
        _ => TaggerModel.ArchitectureOf(configuration.Architecture).Parameters(),
    };

    private static Dictionary<string, IReadOnlyList<string>> LanguageModelLines(ModelDirectory directory)
    {
        (ModelConfiguration configuration, TextEncoder text) = TrainedLanguageModel.ReadDescription(directory);
        return TrainedLanguageModel.HasOutputLayer(configuration) ? EncoderFiles.Lines(TrainedLanguageModel.TokenVocabulary, text) : [];
    }
}
