using Rnnctl.Compute.Backends;
using Rnnctl.Devices;
using Rnnctl.Files;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Translation;
using Rnnctl.Models.Translators;
using Rnnctl.Options;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Verbs.Translate;

/// <summary>Translates the sentences of files or standard input, with one model or an ensemble.</summary>
internal static class TranslateRun
{
    /// <summary>Translates all inputs and returns the exit code.</summary>
    public static int Run(TranslateRequest request, ToolConsole console, CancellationToken cancellation)
    {
        using ModelDirectory first = OpenModel.At(request.Model, console);
        using Backend<float> backend = Device.Open<float>(request.Compute, () => first.Configuration.Architecture.Hidden, console);
        IEnumerable<ModelDirectory> others = request.Ensemble.Select(path => OpenModel.At(path, console));
        using TranslatorEnsemble ensemble = TranslatorEnsemble.Load(others.Prepend(first), backend);
        RequireAttention(request, ensemble.First.Architecture);
        using var filter = new TranslationFilter(request, ensemble, console);
        foreach (LineReader lines in FilterInput.Open(request.Files, console))
        {
            using (lines) filter.Translate(lines, cancellation);
        }

        filter.RequireEnd();
        UnknownReport.NoteAny(filter.Unknown, "source symbols", console, new UnknownSymbols(ensemble.First.Text.Target));
        return ExitCode.Done;
    }

    /// <exception cref="InputException">An option needs attention weights, and the model has no attention.</exception>
    private static void RequireAttention(TranslateRequest request, TranslatorArchitecture architecture)
    {
        string? option = request.Alignments ? "--alignments"
            : request.AttentionPictures is not null ? "--attention-svg"
            : request.ReplaceUnknown ? "--replace-unknown" : request.Beam.OptionOfAttention;
        BeamOptions.RequireAttention(option, request.Model, architecture);
    }
}
