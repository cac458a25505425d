using Rnnctl.Compute.Backends;
using Rnnctl.Devices;
using Rnnctl.Files;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Inference.Translation;
using Rnnctl.Terminal;
using Rnnctl.Text;

namespace Rnnctl.Verbs.Score;

/// <summary>Scores the sentences, pairs or labelled sentences of files or standard input.</summary>
internal static class ScoreRun
{
    /// <summary>Scores all inputs and returns the exit code.</summary>
    public static int Run(ScoreRequest request, ToolConsole console, CancellationToken cancellation)
    {
        FilterInput.RequireOnce(request.Files);
        using ModelDirectory directory = OpenModel.At(request.Model, console);
        ModelTask task = directory.Configuration.Task;
        if (task != ModelTask.Tag && request.GivenOfTaggers is [var option, ..])
            throw new InputException($"{option} is of no use with {request.Model}, a {(task == ModelTask.Lm ? "language model" : "translator")}");
        var writer = new ScoreWriter(console.Output, request.Json);
        switch (task)
        {
            case ModelTask.Lm:
                RunLanguageModel(directory, request, writer, console, cancellation);
                break;
            case ModelTask.Translate:
                RunTranslator(directory, request, writer, console, cancellation);
                break;
            default:
                TaggerScoring.Run(directory, request, writer, console, cancellation);
                break;
        }

        return ExitCode.Done;
    }

    private static void RunLanguageModel(
        ModelDirectory directory, ScoreRequest request, ScoreWriter writer, ToolConsole console, CancellationToken cancellation)
    {
        TrainedLanguageModel.RequireOutputLayer(TrainedLanguageModel.ReadConfiguration(directory), request.Model);
        using Backend<float> backend = Device.Open<float>(request.Compute, () => directory.Configuration.Architecture.Hidden, console);
        using TrainedLanguageModel model = TrainedLanguageModel.Load(directory, backend);
        directory.Dispose(); // The input may be slow; do not keep the model's files open meanwhile.
        using var filter = new SentenceScoring(model, request.Words, writer, console);
        foreach (LineReader lines in FilterInput.Open(request.Files, console))
        {
            using (lines) filter.Score(lines, cancellation);
        }

        UnknownReport.NoteAny(filter.Unknown, "symbols", console);
    }

    private static void RunTranslator(
        ModelDirectory directory, ScoreRequest request, ScoreWriter writer, ToolConsole console, CancellationToken cancellation)
    {
        using Backend<float> backend = Device.Open<float>(request.Compute, () => directory.Configuration.Architecture.Hidden, console);
        using TranslatorModel model = TranslatorModel.Load(directory, backend);
        directory.Dispose();
        using var filter = new PairScoring(model, request.Words, writer, console);
        foreach (PairLines lines in PairLines.Open(request.Files, console))
        {
            using (lines) filter.Score(lines, cancellation);
        }

        UnknownReport.NoteAny(filter.Unknown.Source, "source symbols", console, filter.Unknown.Target);
        UnknownReport.NoteAny(filter.Unknown.Target, "target symbols", console, filter.Unknown.Source);
    }
}
