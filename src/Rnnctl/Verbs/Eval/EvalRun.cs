using Rnnctl.Files;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Terminal;
using Rnnctl.Text;

namespace Rnnctl.Verbs.Eval;

/// <summary>Scores a model, or given output, by the metrics of the model's task.</summary>
internal static class EvalRun
{
    /// <summary>Scores, prints, and returns the exit code.</summary>
    public static int Run(EvalRequest request, ToolConsole console, CancellationToken cancellation)
    {
        FilterInput.RequireOnce([.. request.Files, request.Predictions]);
        using ModelDirectory directory = OpenModel.At(request.Model, console);
        switch (directory.Configuration.Task)
        {
            case ModelTask.Translate:
                RequireOptions(request.GivenOfTaggers, request.Model, "translator");
                TranslatorEvalRun.Run(directory, request, console, cancellation);
                break;
            case ModelTask.Lm:
                IEnumerable<string> predictions = request.Predictions is null ? [] : ["--predictions"];
                RequireOptions([.. request.GivenOfTaggers, .. request.GivenOfTranslators, .. predictions], request.Model, "language model");
                LanguageModelEvalRun.Run(directory, request, console, cancellation);
                break;
            default:
                RequireOptions(request.GivenOfTranslators, request.Model, "tagger");
                TaggerEvalRun.Run(directory, request, console, cancellation);
                break;
        }

        return ExitCode.Done;
    }

    /// <exception cref="InputException">An option belongs to another task.</exception>
    private static void RequireOptions(IReadOnlyList<string> ofOthers, string model, string kind)
    {
        if (ofOthers is [var option, ..]) throw new InputException($"{option} is of no use with {model}, a {kind}");
    }
}
