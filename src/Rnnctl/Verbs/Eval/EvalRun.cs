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
        using ModelDirectory directory = OpenModel.At(request.Model, console);
        bool translates = directory.Configuration.Task == ModelTask.Translate;
        RequireOptions(translates ? request.GivenOfTaggers : request.GivenOfTranslators, request.Model, translates ? "translator" : "tagger");
        if (translates) TranslatorEvalRun.Run(directory, request, console, cancellation);
        else TaggerEvalRun.Run(directory, request, console, cancellation);
        return ExitCode.Done;
    }

    /// <exception cref="InputException">An option belongs to the other task.</exception>
    private static void RequireOptions(IReadOnlyList<string> ofOthers, string model, string kind)
    {
        if (ofOthers is [var option, ..]) throw new InputException($"{option} is of no use with {model}, a {kind}");
    }
}
