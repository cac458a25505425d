using Rnnctl.Inference.Directories;
using Rnnctl.Terminal;

namespace Rnnctl.Files;

/// <summary>Opens a trained model that is to be used.</summary>
internal static class OpenModel
{
    /// <summary>Opens it, with a warning where its training has not come far enough for its answers to mean much.</summary>
    public static ModelDirectory At(string path, ToolConsole console)
    {
        ModelDirectory directory = ModelDirectory.Open(path);
        if (directory.StepInFirstEpoch is { } step)
            console.Warn($"{path}: no epoch of this model's training is finished: its weights are those of step {step}");
        return directory;
    }
}
