using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Imports;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Terminal;
using Rnnctl.Text;

namespace Rnnctl.Verbs.Import;

/// <summary>Makes a model of someone else's weights.</summary>
internal static class ImportRun
{
    /// <summary>Writes the model and returns the exit code.</summary>
    public static int Run(ImportRequest request, ToolConsole console)
    {
        RequireFreeOutput(request.Output);
        (ModelConfiguration configuration, long parameters) = ElmoImport.Run(request.Options, request.Weights, request.Output);
        console.Note($"model: {TrainedLanguageModel.ArchitectureOf(configuration.Architecture)}, {parameters} parameters; it is in {request.Output}");
        return ExitCode.Done;
    }

    private static void RequireFreeOutput(string output)
    {
        if (File.Exists(output)) throw new InputException($"{output}: expected a directory, found a file");
        ModelFiles.RefuseLinks(output);
        if (ModelFiles.FirstIn(output) is { } name) throw new InputException($"{output}: there is a {name} already", "give the model another directory");
    }
}
