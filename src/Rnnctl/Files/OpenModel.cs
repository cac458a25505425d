using Rnnctl.Inference.Directories;
using Rnnctl.Terminal;

namespace Rnnctl.Files;

/// <summary>Opens the directory of a trained model.</summary>
internal static class OpenModel
{
    /// <summary>Opens it, and warns if the first epoch of its training is not finished.</summary>
    public static ModelDirectory At(string path, ToolConsole console)
    {
        ModelDirectory directory = ModelDirectory.Open(path);
        if (directory.StepInFirstEpoch is { } step)
            console.Warn($"{path}: this model has not finished its first epoch of training; its weights are from step {step}");
        return directory;
    }
}

/// <summary>The name of a model in tables and figures.</summary>
internal static class ModelName
{
    /// <summary>The last part of its path: <c>slots</c> for <c>models/slots/</c>.</summary>
    public static string Of(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
}
