using Rnnctl.Files;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Terminal;
using Rnnctl.Text;

namespace Rnnctl.Verbs.Eval;

/// <summary>Scores a model, or given output, by the metrics of the task.</summary>
internal static class EvalRun
{
    /// <summary>Scores, prints, and returns the exit code.</summary>
    public static int Run(EvalRequest request, ToolConsole console, CancellationToken cancellation)
    {
        FilterInput.RequireOnce([.. request.Files, request.Predictions, .. request.References, request.Translation.Compare]);
        if (request.Model is { } model) RunModel(model, request, console, cancellation);
        else FilesEvalRun.Run(request, console);
        return ExitCode.Done;
    }

    /// <summary>Refuses options that apply only to another task.</summary>
    /// <exception cref="InputException">There is one.</exception>
    public static void RequireOptions(IReadOnlyList<string> ofOthers, string subject)
    {
        if (ofOthers is [var option, ..]) throw new InputException($"{option} is of no use with {subject}");
    }

    private static void RunModel(string model, EvalRequest request, ToolConsole console, CancellationToken cancellation)
    {
        if (request.Task is not null) throw new InputException($"--task is of no use with {model}, a model, which has its own");
        if (request.Files.Count == 0)
            throw new InputException($"expected FILE after {model}, found none", "without a model: rnnctl eval --predictions HYP --reference REF...");
        IEnumerable<string> reference = request.References.Count == 0 ? [] : ["--reference"];
        using ModelDirectory directory = OpenModel.At(model, console);
        switch (directory.Configuration.Task)
        {
            case ModelTask.Translate:
                RequireOptions(request.GivenOfTaggers, $"{model}, a translator");
                TranslatorEvalRun.Run(directory, request, console, cancellation);
                break;
            case ModelTask.Lm:
                IEnumerable<string> predictions = request.Predictions is null ? [] : ["--predictions"];
                RequireOptions(
                    [.. request.GivenOfTaggers, .. request.GivenOfTranslators, .. predictions, .. reference], $"{model}, a language model");
                LanguageModelEvalRun.Run(directory, request, console, cancellation);
                break;
            default:
                RequireOptions([.. request.GivenOfTranslators, .. reference], $"{model}, a tagger");
                TaggerEvalRun.Run(directory, request, console, cancellation);
                break;
        }
    }
}
