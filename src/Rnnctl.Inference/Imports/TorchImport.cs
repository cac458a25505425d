using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Inference.Safetensors;
using Rnnctl.Inference.Tagging;
using Rnnctl.Inference.Tasks;
using Rnnctl.Inference.Translation;
using Rnnctl.Models.Parameters;
using Rnnctl.Text;

namespace Rnnctl.Inference.Imports;

/// <summary>
/// Makes a model of a safetensors file with the names and gate order of PyTorch's modules: <c>embedding.weight</c> of an <c>nn.Embedding</c>,
/// <c>encoder.weight_ih_l0</c> of an <c>nn.LSTM</c>, <c>nn.GRU</c> or <c>nn.RNN</c>, <c>output.weight</c> of an <c>nn.Linear</c>, <c>crf.transitions</c> of
/// pytorch-crf.
/// </summary>
public static class TorchImport
{
    /// <summary>Reads the files and, if all is well, writes the model.</summary>
    /// <param name="files">The files.</param>
    /// <param name="task">What the model does.</param>
    /// <param name="configure">Sets options that the weights say nothing of, in the configuration that they describe.</param>
    /// <param name="output">The directory of the model, which holds none.</param>
    /// <returns>The model's configuration and its number of parameters.</returns>
    /// <exception cref="InputException">Tensors are missing or too many, contradict each other or the vocabularies, or a vocabulary can't be used.</exception>
    /// <exception cref="IOException">The disk is full or fails; nothing is written.</exception>
    public static (ModelConfiguration Configuration, long Parameters) Run(
        TorchFiles files, ModelTask task, Func<ModelConfiguration, ModelConfiguration> configure, string output)
    {
        using var weights = TorchWeights.Open(files.Weights, files.Map);
        ModelConfiguration described = configure(new TorchArchitecture(weights, files.Cell, files.DecoderCell).Infer(task));
        Dictionary<string, TorchVocabulary> vocabularies =
            files.Vocabularies.ToDictionary(one => one.Key, one => TorchVocabulary.Read(one.Key, one.Value, described));
        Dictionary<string, IReadOnlyList<string>> lines = vocabularies.SelectMany(one => one.Value.Files(one.Key)).ToDictionary();
        ModelConfiguration configuration = Complete(described, lines);
        Require(configuration, vocabularies, files.Weights);
        IReadOnlyList<ParameterShape> shapes = TaskModel.ParametersOf(configuration);
        weights.Require(shapes, name => VocabularyOf(name, configuration) is { } vocabulary ? SizeOf(vocabularies[vocabulary]) : "");
        NamedTensor[] tensors = [.. shapes.Select(shape => Read(weights, shape, configuration, vocabularies))];
        ModelWriter.Write(output, configuration, lines, tensors);
        return (configuration, shapes.Sum(shape => (long)shape.Count));
    }

    /// <summary>The configuration with the sizes of the vocabularies and a value of each option that its cell has.</summary>
    private static ModelConfiguration Complete(ModelConfiguration described, Dictionary<string, IReadOnlyList<string>> lines)
    {
        ArchitectureConfiguration architecture = described.Architecture;
        if (CellCatalog.MistakeIn(architecture.Cell, architecture.CellOptions) is { } mistake) throw new InputException($"--cell: {mistake}");
        return described with
        {
            Architecture = architecture with
            {
                CellOptions = CellCatalog.Create(architecture.Cell, architecture.CellOptions).Options,
                Vocabularies = lines.ToDictionary(one => one.Key, one => one.Value.Count),
            },
        };
    }

    private static void Require(ModelConfiguration configuration, Dictionary<string, TorchVocabulary> vocabularies, string path)
    {
        ArchitectureConfiguration architecture = configuration.Architecture;
        configuration.RequireRanges(path);
        if (configuration.Task == ModelTask.Translate) TranslatorModel.RequireConsistency(architecture, "options");
        if (configuration.Task == ModelTask.Lm) TrainedLanguageModel.RequireConsistency(architecture, "options");
        if (configuration.Task == ModelTask.Tag) RequireCharacters(architecture, path);
        if (architecture.Translator is { JointVocabulary: true })
        {
            TorchVocabulary source = vocabularies[TranslatorText.SourceVocabulary], target = vocabularies[TranslatorText.TargetVocabulary];
            if (!source.Symbols.SequenceEqual(target.Symbols))
                throw new InputException($"{target.Path}: not the symbols of {source.Path}: {path} has one table of embeddings for both");
        }

        long parameters = TaskModel.ParametersOf(configuration).Sum(shape => (long)shape.Rows * shape.Columns);
        if (parameters > TensorSize.Most)
            throw new InputException($"{path}: the model would have {parameters} parameters; a model has at most {TensorSize.Most}");
    }

    private static void RequireCharacters(ArchitectureConfiguration architecture, string path)
    {
        bool areRead = architecture.CharCell != Models.Characters.CharacterCell.None;
        bool areGiven = architecture.Vocabularies.ContainsKey(TaggerModel.CharacterVocabulary);
        if (areRead && !areGiven) throw new InputException($"{path}: the model reads characters: --characters is missing, a file with one a line");
        if (areGiven && !areRead) throw new InputException($"--characters is of no use: {path} has no tensor 'characters.embedding.weight'");
    }

    private static NamedTensor Read(
        TorchWeights weights, ParameterShape shape, ModelConfiguration configuration, Dictionary<string, TorchVocabulary> vocabularies)
    {
        float[] values = weights.Read(shape.Name);
        if (VocabularyOf(shape.Name, configuration) is { } vocabulary) values = vocabularies[vocabulary].InOrder(values);
        return ParameterFile.TensorOf(shape, values);
    }

    private static string SizeOf(TorchVocabulary vocabulary) => $"; {vocabulary.Path} has {vocabulary.Symbols.Count} symbols";

    /// <summary>The vocabulary whose symbols the rows of a parameter belong to; null if they are not of symbols.</summary>
    private static string? VocabularyOf(string parameter, ModelConfiguration configuration) => (configuration.Task, parameter) switch
    {
        (ModelTask.Tag, "embedding.weight") => TaggerModel.TokenVocabulary,
        (ModelTask.Tag, "characters.embedding.weight") => TaggerModel.CharacterVocabulary,
        (ModelTask.Tag, "output.weight" or "output.bias" or "crf.transitions" or "crf.start_transitions" or "crf.end_transitions") =>
            TaggerModel.LabelVocabulary,
        (ModelTask.Lm, "embedding.weight" or "output.weight" or "output.bias") => TrainedLanguageModel.TokenVocabulary,
        (ModelTask.Translate, "source_embedding.weight" or "embedding.weight") => TranslatorText.SourceVocabulary,
        (ModelTask.Translate, "target_embedding.weight" or "output.weight" or "output.bias") => TranslatorText.TargetVocabulary,
        _ => null,
    };
}
