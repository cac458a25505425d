using Rnnctl.Compute.Backends;
using Rnnctl.Devices;
using Rnnctl.Files;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Tagging;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Labels;

namespace Rnnctl.Verbs.Tag;

/// <summary>Labels the sentences of files or standard input.</summary>
internal static class TagRun
{
    /// <summary>Labels all inputs and returns the exit code.</summary>
    public static int Run(TagRequest request, ToolConsole console, CancellationToken cancellation)
    {
        FilterInput.RequireOnce(request.Files);
        using ModelDirectory directory = OpenModel.At(request.Model, console);
        using Backend<float> backend = Device.Open<float>(request.Compute, () => directory.Configuration.Architecture.Hidden, console);
        IEnumerable<ModelDirectory> others = request.Ensemble.Select(path => OpenModel.At(path, console));
        using TaggerEnsemble ensemble = TaggerEnsemble.Load(others.Prepend(directory), backend);
        TaggerModel model = ensemble.First;
        RequireFeatures(request, model);
        if (request.Spans && !new SpanBoundaries(model.Labels.Symbols).HasSpans)
            throw new InputException($"--spans is of no use with {request.Model}, whose labels mark no spans");
        if (request is { Format: TagInputFormat.Conll, TokenColumn: null } && model.Configuration.Text.TokenColumn is > 1 and int column)
            console.Note($"as in training: --token-column {column}");
        if (request.Format == TagInputFormat.Text) WarnOfColumns(request.Files, console);
        using var filter = new TaggingFilter(request, ensemble, console);
        foreach (LineReader lines in FilterInput.Open(request.Files, console))
        {
            using (lines) filter.Tag(lines, cancellation);
        }

        UnknownReport.NoteAny(filter.Unknown, "tokens", console);
        return ExitCode.Done;
    }

    /// <summary>Warns of files whose names say that they have columns, since each line is read as a sentence.</summary>
    private static void WarnOfColumns(IReadOnlyList<string> files, ToolConsole console)
    {
        foreach (string file in files)
        {
            string? help = TextFileName.ExtensionOf(file) switch
            {
                ".conllu" => "--format conllu reads a token a line",
                ".conll" or ".iob" or ".iob2" or ".bio" => "--format conll reads a token a line",
                ".tsv" or ".csv" => "give the column of the tokens alone",
                _ => null,
            };
            if (help is not null) console.Warn($"{file}: each line is read as a sentence, all columns as tokens; {help}");
        }
    }

    /// <exception cref="InputException">The model reads feature columns, which this input format does not have.</exception>
    private static void RequireFeatures(TagRequest request, TaggerModel model)
    {
        string features = model.Configuration.Text.Features;
        if (features.Length == 0 || request.Format is TagInputFormat.Conll or TagInputFormat.Conllu) return;
        string format = char.IsAsciiDigit(features[0]) ? "conll" : "conllu";
        throw new InputException(
            $"{request.Model}: the model reads the features {features} besides tokens, and plain text has none",
            $"use an input with columns: --format {format}");
    }
}
