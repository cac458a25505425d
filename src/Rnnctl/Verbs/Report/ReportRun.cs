using System.Xml.Linq;
using Rnnctl.Compute.Cells;
using Rnnctl.Curves;
using Rnnctl.Files;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Models.LanguageModels;
using Rnnctl.Reports;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Training.Logging;

namespace Rnnctl.Verbs.Report;

/// <summary>Gathers what there is to tell of a model and writes the page.</summary>
internal static class ReportRun
{
    /// <summary>Runs the model on the files, writes the page, and returns the exit code.</summary>
    public static int Run(ReportRequest request, ToolConsole console, CancellationToken cancellation)
    {
        RequireFreeOutput(request);
        using ModelDirectory directory = OpenModel.At(request.Model, console);
        ModelConfiguration configuration = directory.Configuration;
        RunMetrics? run = ReadMetrics(directory);
        Findings found = Measure(directory, request, console, cancellation);
        XElement?[] sections =
        [
            OptionsSection.Of(configuration),
            SizesSection.Of(configuration, directory.Weights.Tensors, found.Data),
            CurvesSection.Learning(run, configuration.Task),
            .. found.Sections,
            CurvesSection.Speed(run, configuration.Training, found.Speed),
        ];
        Fact[] facts = [.. found.Facts, .. FactsOf(directory, run)];
        var page = new ReportPage(ModelName.Of(request.Model), LeadOf(configuration), facts, [.. sections.OfType<XElement>()], SourceOf(request));
        cancellation.ThrowIfCancellationRequested();
        RequireFreeOutput(request); // Another run may have written the file meanwhile.
        OutputFile.Write(request.Output, page.ToHtml(), console);
        return ExitCode.Done;
    }

    private static Findings Measure(ModelDirectory directory, ReportRequest request, ToolConsole console, CancellationToken cancellation)
    {
        switch (directory.Configuration.Task)
        {
            case ModelTask.Translate:
                RequireOptions(request.GivenOfTaggers, request.Model, "translator");
                return TranslatorFindings.Of(directory, request, console, cancellation);
            case ModelTask.Lm:
                RequireOptions([.. request.GivenOfTaggers, .. request.GivenOfTranslators], request.Model, "language model");
                return LanguageModelFindings.Of(directory, request, console, cancellation);
            default:
                RequireOptions(request.GivenOfTranslators, request.Model, "tagger");
                return TaggerFindings.Of(directory, request, console, cancellation);
        }
    }

    /// <exception cref="InputException">There is a file, and the user did not say that it may be replaced.</exception>
    private static void RequireFreeOutput(ReportRequest request)
    {
        OutputFile.RequireWritable(json: false, request.Output);
        if (request.Output != OutputFile.StandardOutput && !request.Overwrite && Path.Exists(request.Output))
            throw new InputException($"{request.Output}: a file already exists", "--overwrite replaces it");
    }

    /// <exception cref="InputException">An option belongs to another task.</exception>
    private static void RequireOptions(IReadOnlyList<string> ofOthers, string model, string kind)
    {
        if (ofOthers is [var option, ..]) throw new InputException($"{option} is of no use with {model}, a {kind}");
    }

    /// <summary>The evaluations of training; null where none were recorded, as of an imported model.</summary>
    private static RunMetrics? ReadMetrics(ModelDirectory directory)
    {
        if (!directory.Holds(ModelFiles.Metrics)) return null;
        IReadOnlyList<MetricsRow> rows = MetricsLog.Read(directory.Path);
        return rows.Count == 0 ? null : new RunMetrics(ModelName.Of(directory.Path), rows);
    }

    private static string[] LeadOf(ModelConfiguration configuration)
    {
        ArchitectureConfiguration made = configuration.Architecture;
        string kind = configuration.Task switch
        {
            ModelTask.Translate => "A translator",
            ModelTask.Lm => "A language model",
            _ => "A tagger",
        };
        string cell = CellCatalog.Create(made.Cell, made.CellOptions).Title;
        bool hasBoth = made.LanguageModel is { } model ? model.Direction == LanguageModelDirection.Both : made.Bidirectional;
        string deeper = made.Translator?.EncoderLayers is { } ofEncoder ? $" ({ofEncoder} in the encoder)" : "";
        string sizes = $"{Plural.Of(made.Layers, "layer")}{deeper} of {cell}, {Plural.Of(made.Hidden, "hidden unit")}{(hasBoth ? ", both directions" : "")}";
        string layers = made.Layers == 0 ? "without recurrent layers" : sizes;
        string field = made.Crf ? ", with a conditional random field" : made.LabelModel > 0 ? ", with a language model of its labels" : "";
        return [$"{kind}: {layers}{field}.", $"Trained by rnnctl {configuration.ToolVersion}{OriginOf(configuration)}{TeachersOf(configuration)}."];
    }

    private static string OriginOf(ModelConfiguration configuration)
    {
        if (configuration.Training.Averaged is { } models)
            return PrintableText.Of($"; the mean of {string.Join(", ", models.Values.Select(model => model.Path))}");
        return configuration.From is { } origin ? PrintableText.Of($", from the weights of {origin.Path}, SHA-256 {origin.Sha256}") : "";
    }

    private static string TeachersOf(ModelConfiguration configuration) => configuration.Training.Teachers is { } teachers
        ? PrintableText.Of($", taught by {string.Join(", ", teachers.Values.Select(teacher => teacher.Path))}")
        : "";

    private static IEnumerable<Fact> FactsOf(ModelDirectory directory, RunMetrics? run)
    {
        ModelTask task = directory.Configuration.Task;
        if (run is not null && CurvesSection.BestOf(run) is { } best)
        {
            string name = $"{CurvesSection.ScoreName(best, task)} in training";
            yield return new Fact(name, CurvesSection.ScoreOf(best, task), $"best on --valid, at step {best.Step}");
        }

        yield return new Fact("Parameters", Amount.Whole(directory.Weights.Tensors.Sum(tensor => tensor.Count)));
        if (run is null) yield break;
        MetricsRow last = run.Rows[^1];
        yield return new Fact("Training", Amount.Duration(last.Seconds), $"{Amount.Whole(last.Step)} steps, {Plural.Of(last.Epoch, "epoch")}");
        yield return new Fact("Tokens per second", Amount.Whole(CurvesSection.MedianSpeed(run)), "in training, median");
    }

    private static string SourceOf(ReportRequest request)
    {
        string files = request.Files.Count == 0 ? "" : $" and {string.Join(", ", request.Files)}";
        return PrintableText.Of($"Written by rnnctl {new ModelConfiguration().ToolVersion} from {request.Model}{files}.");
    }
}
