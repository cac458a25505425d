using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Rnnctl.Compute.Cells;
using Rnnctl.Files;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Inference.Tagging;
using Rnnctl.Inference.Translation;
using Rnnctl.Models.Characters;
using Rnnctl.Options;
using Rnnctl.Terminal;
using Rnnctl.Training.Checkpoints;

namespace Rnnctl.Verbs.Inspect;

/// <summary>Shows the architecture, vocabularies and tensors of a trained model.</summary>
internal static class InspectRun
{
    /// <summary>Prints the model and returns the exit code.</summary>
    public static int Run(InspectRequest request, ToolConsole console, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using ModelDirectory directory = OpenModel.At(request.Model, console);
        ModelConfiguration configuration = directory.Configuration.Task switch
        {
            ModelTask.Translate => TranslatorModel.ReadDescription(directory).Configuration,
            ModelTask.Lm => TrainedLanguageModel.ReadDescription(directory).Configuration,
            _ => TaggerModel.ReadDescription(directory).Configuration,
        };
        TrainingProgress? progress = TrainingState.IsIn(directory) ? TrainingState.ReadProgress(directory) : null;
        var description = new ModelDescription(
            directory.Path,
            configuration.ToJson(),
            directory.Weights.Tensors.Sum(tensor => tensor.Count),
            [.. directory.Weights.Tensors.Select(tensor => new TensorDescription(tensor.Name, tensor.Shape, tensor.TypeName))],
            progress?.Step,
            progress?.BestScore,
            progress is not null);
        if (request.Json) console.Output.WriteLine(JsonSerializer.Serialize(description, InspectJson.Default.ModelDescription));
        else Write(console.Table, description, configuration);
        return ExitCode.Done;
    }

    private static void Write(TextWriter output, ModelDescription model, ModelConfiguration configuration)
    {
        ArchitectureConfiguration architecture = configuration.Architecture;
        output.WriteInvariantLine($"task        {configuration.Task.ToString().ToLowerInvariant()}, written by rnnctl {configuration.ToolVersion}");
        if (configuration.Text.Score is { } kind) output.WriteInvariantLine($"scored by   {(kind == ScoreKind.Spans ? "F1 over spans" : "accuracy")}");
        if (architecture.LanguageModel is { } languageModel) WriteLanguageModel(output, architecture, languageModel);
        else if (architecture.Translator is null) WriteTagger(output, architecture);
        else output.WriteInvariantLine($"translator  {TranslatorModel.ArchitectureOf(architecture)}, hidden {architecture.Hidden}");
        output.WriteInvariantLine($"embedding   {architecture.Embedding}, dropout {architecture.Dropout}");
        if (architecture.Characters(1) is { } characters) output.WriteInvariantLine(Characters(characters));
        if (architecture.Contextual is { } contextual) WriteContextual(output, contextual);
        if (configuration.Training.Averaged is { } models)
            output.WriteInvariantLine($"mean of     {string.Join(", ", models.Values.Select(model => model.Path))}");
        if (configuration.Training is { Teachers: { } teachers, TeacherWeight: { } weight })
            output.WriteInvariantLine($"teachers    {string.Join(", ", teachers.Values.Select(teacher => teacher.Path))}, {weight} of the loss");
        foreach ((string name, int size) in architecture.Vocabularies) output.WriteInvariantLine($"vocabulary  {name}: {size}");
        if (model.Step is { } step)
        {
            EvaluationMetric? metric = TaskMetrics.Of(configuration);
            string name = metric is { } known ? TaskMetrics.NameOf(known) : "score";
            string best = model.BestScore is { } score ? $", best {name} {ScoreText.Of(metric, score)}" : "";
            output.WriteInvariantLine($"training    {step} steps{best}; can be resumed");
        }

        if (configuration.From is { } from) output.WriteInvariantLine($"from        {from.Path}, SHA-256 {from.Sha256}");
        output.WriteInvariantLine($"parameters  {model.Parameters:N0}");
        foreach (TensorDescription tensor in model.Tensors)
            output.WriteInvariantLine($"  {tensor.Name,-36} [{string.Join(", ", tensor.Shape)}]{Stored(tensor.Type)}");
    }

    /// <summary>How a tensor is stored, unless that is as this tool stores it.</summary>
    private static string Stored(string type) => type == "F32" ? "" : $" {type}";

    private static void WriteLanguageModel(TextWriter output, ArchitectureConfiguration architecture, LanguageModelConfiguration model)
    {
        string segments = EncoderFiles.HasMerges(architecture, TrainedLanguageModel.TokenVocabulary) ? ", segmented by byte-pair encoding" : "";
        output.WriteInvariantLine($"model       {TrainedLanguageModel.ArchitectureOf(architecture)}, hidden {architecture.Hidden}");
        output.WriteInvariantLine($"unit        {Choice.NameOf(model.Unit)}{segments}");
    }

    private static void WriteTagger(TextWriter output, ArchitectureConfiguration architecture)
    {
        string direction = architecture.Bidirectional ? "both directions" : "forward";
        string cell = CellCatalog.Create(architecture.Cell, architecture.CellOptions).Title;
        string chain = architecture.Crf ? ", crf" : string.Create(CultureInfo.InvariantCulture, $", label model of weight {architecture.LabelModel}");
        string field = !architecture.HasChain() ? "" : architecture.WellFormedSpans ? $"{chain} over well-formed spans" : chain;
        string attention = architecture.SelfAttention == 0 ? "" : $", {architecture.SelfAttention}-head self-attention";
        string layers = $"layers {architecture.Layers}, {direction}{architecture.LayerVariant()}{architecture.DropoutVariant()}";
        output.WriteInvariantLine($"cell        {cell}, hidden {architecture.Hidden}, {layers}{attention}{field}");
    }

    private static void WriteContextual(TextWriter output, ContextualConfiguration contextual)
    {
        foreach (ContextualModelConfiguration model in contextual.InOrder())
        {
            string place = model.Path.Length == 0 ? "a copy" : $"linked to {model.Path}";
            output.WriteInvariantLine($"contextual  {model.Layers} layers of {model.Width}, at {Choice.NameOf(contextual.At)}, {place}");
        }
    }

    private static FormattableString Characters(CharacterArchitecture characters) =>
        $"characters  {characters}{(characters.Filters.Count > 0 ? "" : $", hidden {characters.Hidden}")}, embedding {characters.Embedding}";
}

/// <summary>The JSON object of <c>rnnctl inspect --json</c>.</summary>
internal sealed record ModelDescription(
    string Path, JsonNode Configuration, long Parameters, IReadOnlyList<TensorDescription> Tensors, long? Step, double? BestScore, bool Resumable);

internal sealed record TensorDescription(string Name, IReadOnlyList<long> Shape, string Type);

/// <summary>Serialises the result of <c>--json</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(FiniteNumberConverter)])]
[JsonSerializable(typeof(ModelDescription))]
internal sealed partial class InspectJson : JsonSerializerContext;
