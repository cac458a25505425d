using Rnnctl.Compute.Cells;
using Rnnctl.Files;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Imports;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Inference.Translation;
using Rnnctl.Terminal;

namespace Rnnctl.Verbs.Import;

/// <summary>Makes a model of someone else's weights.</summary>
internal static class ImportRun
{
    /// <summary>Writes the model and returns the exit code.</summary>
    public static int Run(ImportRequest request, ToolConsole console)
    {
        ModelOutput.RequireFree(request.Output);
        (ModelConfiguration configuration, long parameters) = request.Torch is { } torch
            ? TorchImport.Run(torch.Files, torch.Task, torch.Configure, request.Output)
            : ElmoImport.Run(request.Elmo!.Options, request.Elmo.Weights, request.Output);
        console.Note($"model: {Layers(configuration)}, {parameters} parameters; it is in {request.Output}");
        return ExitCode.Done;
    }

    private static string Layers(ModelConfiguration configuration)
    {
        ArchitectureConfiguration architecture = configuration.Architecture;
        return configuration.Task switch
        {
            ModelTask.Translate => $"{TranslatorModel.ArchitectureOf(architecture)}",
            ModelTask.Lm => $"{TrainedLanguageModel.ArchitectureOf(architecture)}",
            _ => $"{CellCatalog.Create(architecture.Cell, architecture.CellOptions).Title}, {Plural.Of(architecture.Layers, "layer")} of {architecture.Hidden} "
                + $"{(architecture.Bidirectional ? "in both directions" : "forward")}{architecture.LayerVariant()}{(architecture.Crf ? ", crf" : "")}",
        };
    }
}
