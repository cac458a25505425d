using System.Globalization;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Safetensors;
using Rnnctl.Text;

namespace Rnnctl.Training.Checkpoints;

/// <summary>What <c>--resume</c> needs beside the model: <c>training.json</c> and <c>training.safetensors</c>.</summary>
public static class TrainingState
{
    /// <summary>The key in <c>training.safetensors</c>'s metadata under which its step stands.</summary>
    internal const string StepKey = "step";

    /// <summary>Whether a model's directory holds both.</summary>
    public static bool IsIn(ModelDirectory directory) => directory.Holds(ModelFiles.Progress) && directory.Holds(ModelFiles.TrainingState);

    /// <summary>Reads how far training is.</summary>
    /// <exception cref="InputException">It is missing or malformed.</exception>
    public static TrainingProgress ReadProgress(ModelDirectory directory)
    {
        using FileStream stream = directory.OpenFile(ModelFiles.Progress);
        return TrainingProgress.Read(directory.InDirectory(ModelFiles.Progress), stream);
    }

    /// <summary>Opens the state that belongs to a progress; the caller disposes of the file.</summary>
    /// <exception cref="InputException">It is missing or malformed, or was saved at another step: the directory was copied by hand, or while training
    /// ran.</exception>
    public static SafetensorsFile Open(ModelDirectory directory, TrainingProgress progress)
    {
        SafetensorsFile state = SafetensorsFile.Read(directory.InDirectory(ModelFiles.TrainingState), directory.OpenFile(ModelFiles.TrainingState));
        string? step = state.Metadata.GetValueOrDefault(StepKey);
        if (step == progress.Step.ToString(CultureInfo.InvariantCulture)) return state;
        state.Dispose();
        throw new InputException($"{state.Path}: it is of step {step ?? "?"}, but {ModelFiles.Progress} is of step {progress.Step}");
    }
}
