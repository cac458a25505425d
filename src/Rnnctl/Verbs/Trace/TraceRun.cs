using Rnnctl.Compute.Backends;
using Rnnctl.Devices;
using Rnnctl.Files;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Inference.Tagging;
using Rnnctl.Inference.Tracing;
using Rnnctl.Inference.Translation;
using Rnnctl.Terminal;
using Rnnctl.Text;

namespace Rnnctl.Verbs.Trace;

/// <summary>Traces sentences through a model, or searches its units.</summary>
internal static class TraceRun
{
    private static readonly string[] ColumnExtensions = [".tsv", ".csv", ".conllu", ".conll", ".iob", ".iob2", ".bio"];

    /// <summary>Runs the verb and returns the exit code.</summary>
    public static int Run(TraceRequest request, ToolConsole console, CancellationToken cancellation)
    {
        using ModelDirectory directory = OpenModel.At(request.Model, console);
        Require(request, directory.Configuration);
        OutputFile.RequireWritable(request.Json, request.Svg);
        using Backend<float> backend = Device.Open<float>(request.Compute, () => directory.Configuration.Architecture.Hidden, console);
        switch (directory.Configuration.Task)
        {
            case ModelTask.Lm:
                RunLanguageModel(request, directory, backend, console, cancellation);
                break;
            case ModelTask.Translate:
                RunTranslator(request, directory, backend, console, cancellation);
                break;
            default:
                RunTagger(request, directory, backend, console, cancellation);
                break;
        }

        return ExitCode.Done;
    }

    /// <exception cref="InputException">An option is of no use with the model, or the model reads more than plain text has.</exception>
    private static void Require(TraceRequest request, ModelConfiguration configuration)
    {
        if (configuration.Task != ModelTask.Tag)
        {
            string kind = configuration.Task == ModelTask.Lm ? "a language model" : "a translator";
            if (request.HasLabels) throw new InputException($"--labels is of no use with {request.Model}, {kind}");
            if (request.Label is not null)
                throw new InputException($"--search LABEL is of no use with {request.Model}, {kind}", "--search-word WORD searches for a word");
        }
        else if (request.Label is null && configuration.Text.Features is { Length: > 0 } features)
        {
            throw new InputException($"{request.Model}: the model reads the features {features} besides tokens, and plain text has none");
        }
    }

    private static void RunLanguageModel(
        TraceRequest request, ModelDirectory directory, Backend<float> backend, ToolConsole console, CancellationToken cancellation)
    {
        using TrainedLanguageModel model = TrainedLanguageModel.Load(directory, backend);
        using var tracer = new LanguageModelTracer(model);
        Run(request, tracer, directory, console, cancellation);
    }

    private static void RunTranslator(
        TraceRequest request, ModelDirectory directory, Backend<float> backend, ToolConsole console, CancellationToken cancellation)
    {
        using TranslatorModel model = TranslatorModel.Load(directory, backend);
        using var tracer = new EncoderTracer(model);
        Run(request, tracer, directory, console, cancellation);
    }

    private static void RunTagger(
        TraceRequest request, ModelDirectory directory, Backend<float> backend, ToolConsole console, CancellationToken cancellation)
    {
        using TaggerModel model = TaggerModel.Load(directory, backend);
        bool searches = request.Label is not null || request.Word is not null;
        using var tracer = new TaggerTracer(model, searches ? 0 : Math.Min(request.Labels, model.Labels.Count));
        if (request.Label is null) Run(request, tracer, directory, console, cancellation);
        else Report(request, LabelSearch.Run(request, model, tracer, console, cancellation), console);
    }

    private static void Run(
        TraceRequest request, ISentenceTracer tracer, ModelDirectory directory, ToolConsole console, CancellationToken cancellation)
    {
        directory.Dispose(); // The input may be slow; do not keep the model's files open meanwhile.
        WarnOfColumns(request.Files, console);
        if (request.Word is { } word)
        {
            Report(request, WordSearch.Run(request, word, tracer, console, cancellation), console);
            return;
        }

        var filter = new TraceFilter(request, tracer, console);
        foreach (LineReader lines in FilterInput.Open(request.Files, console))
        {
            using (lines) filter.Trace(lines, cancellation);
        }

        filter.Complete();
    }

    /// <summary>Warns of files whose names say that they have columns, since each line is read as a sentence.</summary>
    private static void WarnOfColumns(IReadOnlyList<string> files, ToolConsole console)
    {
        foreach (string file in files.Where(file => ColumnExtensions.Contains(TextFileName.ExtensionOf(file))))
            console.Warn($"{file}: each line is read as a sentence, all columns as tokens; give the column of the tokens alone");
    }

    private static void Report(TraceRequest request, SearchResult result, ToolConsole console)
    {
        if (request.Json) console.Output.WriteLine(SearchReport.Json(result));
        else SearchReport.WriteTable(console.Table, result);
    }
}
