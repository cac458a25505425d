using Rnnctl.Compute.Backends;
using Rnnctl.Devices;
using Rnnctl.Files;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Tagging;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Text.Corpora;

namespace Rnnctl.Verbs.Tag;

/// <summary>Labels the sentences of files, or of standard input.</summary>
internal static class TagRun
{
    /// <summary>Labels all inputs and returns the exit code.</summary>
    public static int Run(TagRequest request, ToolConsole console, CancellationToken cancellation)
    {
        using ModelDirectory directory = OpenModel.At(request.Model, console);
        using Backend<float> backend = Device.Open<float>(request.Compute, () => directory.Configuration.Architecture.Hidden, console);
        using TaggerModel model = TaggerModel.Load(directory, backend);
        directory.Dispose(); // The input may come slowly, and nothing more is read from the model's files.
        RequireFeatures(request, model);
        using var filter = new TaggingFilter(request, model, console);
        foreach (LineReader lines in Inputs(request, console))
        {
            using (lines) filter.Tag(lines, cancellation);
        }

        return ExitCode.Done;
    }

    private static IEnumerable<LineReader> Inputs(TagRequest request, ToolConsole console) => request.Files.Count == 0
        ? [new LineReader(console.OpenInput(), "standard input")]
        : request.Files.Select(LineReader.Open);

    /// <exception cref="InputException">The model reads columns that sentences in this format have not got.</exception>
    private static void RequireFeatures(TagRequest request, TaggerModel model)
    {
        string features = model.Configuration.Text.Features;
        if (features.Length == 0 || request.Format is TagInputFormat.Conll or TagInputFormat.Conllu) return;
        string format = char.IsAsciiDigit(features[0]) ? "conll" : "conllu";
        throw new InputException(
            $"{request.Model}: the model reads the features {features} beside tokens, and text has none", $"give columns: --format {format}");
    }
}
