using Rnnctl.Compute.Cells;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Files;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Inference.Tagging;
using Rnnctl.Inference.Translation;
using Rnnctl.Models.Decoding;
using Rnnctl.Models.Parameters;
using Rnnctl.Models.Taggers;
using Rnnctl.Onnx.Graphs;
using Rnnctl.Onnx.Layers;
using Rnnctl.Onnx.Metadata;
using Rnnctl.Onnx.Models;
using Rnnctl.Text;
using Rnnctl.Text.Labels;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Onnx;

/// <summary>Exports a trained model to ONNX.</summary>
public static class OnnxExport
{
    private const string Extension = ".onnx";

    /// <summary>
    /// The files of a model: one of a tagger or a language model, and of a translator one of the encoder, NAME.encoder.onnx, and one of a step of the decoder,
    /// NAME.decoder.onnx. The weights of a model of more than 2 GB are in a further file, NAME.onnx.data.
    /// </summary>
    /// <param name="directory">The model.</param>
    /// <param name="name">The name of the file.</param>
    /// <param name="options">How it is exported.</param>
    /// <exception cref="InputException">The model is damaged, or has a part that is not exported; the message names it.</exception>
    public static IReadOnlyList<PendingFile> FilesOf(ModelDirectory directory, string name, OnnxOptions options)
    {
        ArchitectureConfiguration architecture = directory.Configuration.Architecture;
        if (architecture.Contextual is not null)
            throw new InputException($"{directory.Path}: --contextual: the language models that a model reads are not exported to ONNX");
        if (!options.DecodesCrf && !architecture.HasChain())
            throw new InputException($"{directory.Path}: --no-crf-decoding: the model has no conditional random field");
        return directory.Configuration.Task switch
        {
            ModelTask.Translate => TranslatorFiles(directory, name, options),
            ModelTask.Lm => LanguageModelFiles(directory, name, options),
            _ => TaggerFiles(directory, name, options),
        };
    }

    private static IReadOnlyList<PendingFile> TaggerFiles(ModelDirectory directory, string name, OnnxOptions options)
    {
        (ModelConfiguration configuration, TaggerVocabularies vocabularies) = TaggerModel.ReadDescription(directory);
        TaggerArchitecture architecture = TaggerModel.ArchitectureOf(configuration.Architecture);
        Require(directory, architecture.Cell);
        var spans = new SpanRules(vocabularies.Labels.Symbols);
        LabelRules? rules = configuration.Architecture.WellFormedSpans ? new LabelRules(spans.MayStart, spans.MayFollow, spans.MayEnd) : null;
        OnnxGraph graph = TaggerGraph.Of(architecture, Weights(directory, architecture.Parameters()), rules, options.DecodesCrf);
        return OnnxFiles.Of(graph, name, "A tagger", ModelMetadata.Of(configuration, vocabularies), options.MostBytes);
    }

    private static IReadOnlyList<PendingFile> LanguageModelFiles(ModelDirectory directory, string name, OnnxOptions options)
    {
        (ModelConfiguration configuration, TextEncoder text) = TrainedLanguageModel.ReadDescription(directory);
        TrainedLanguageModel.RequireOutputLayer(configuration, directory.Path);
        var architecture = TrainedLanguageModel.ArchitectureOf(configuration.Architecture);
        Require(directory, architecture.Cell);
        OnnxGraph graph = LanguageModelGraph.Of(architecture, Weights(directory, architecture.Parameters()));
        return OnnxFiles.Of(graph, name, "A language model", ModelMetadata.Of(configuration, text), options.MostBytes);
    }

    private static IReadOnlyList<PendingFile> TranslatorFiles(ModelDirectory directory, string name, OnnxOptions options)
    {
        (ModelConfiguration configuration, TranslatorText text) = TranslatorModel.ReadDescription(directory);
        var architecture = TranslatorModel.ArchitectureOf(configuration.Architecture);
        Require(directory, architecture.EncoderCell);
        Require(directory, architecture.DecoderCell);
        var graphs = new TranslatorGraphs(architecture, Weights(directory, architecture.Parameters()));
        MetadataEntries metadata = ModelMetadata.Of(configuration, text);
        string stem = name.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) ? name[..^Extension.Length] : name;
        return
        [
            .. OnnxFiles.Of(graphs.Encoder(), $"{stem}.encoder{Extension}", "The encoder of a translator", metadata, options.MostBytes),
            .. OnnxFiles.Of(graphs.Decoder(), $"{stem}.decoder{Extension}", "A step of the decoder of a translator", metadata, options.MostBytes),
        ];
    }

    private static void Require(ModelDirectory directory, CellDefinition cell)
    {
        if (!LayerStack.Has(cell)) throw new InputException($"{directory.Path}: --cell {cell.Name}: ONNX has no operator for it, and it is not written out");
    }

    /// <summary>Reads the model's weights when they are asked for, each once.</summary>
    private static Func<string, WeightMatrix> Weights(ModelDirectory directory, IReadOnlyList<ParameterShape> shapes)
    {
        ParameterFile.Require(directory.Weights, shapes);
        var byName = shapes.ToDictionary(shape => shape.Name, shape => new Lazy<WeightMatrix>(
            () => new WeightMatrix(shape.Name, shape.Rows, shape.Columns, ParameterFile.ReadWeights(directory.Weights, shape))));
        return name => byName[name].Value;
    }
}
