using System.Text.Json;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Devices;
using Rnnctl.Curves;
using Rnnctl.Devices;
using Rnnctl.Files;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Plots;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Text.Corpora;

namespace Rnnctl.Verbs.Gradflow;

/// <summary>Measures in double precision how the gradient flows back through time, and prints, writes and draws the curves.</summary>
internal static class GradflowRun
{
    /// <summary>Measures, prints, and returns the exit code.</summary>
    public static int Run(GradflowRequest request, ToolConsole console, CancellationToken cancellation)
    {
        string[] models = [.. request.Paths.TakeWhile(Directory.Exists)];
        string[] files = [.. request.Paths.Skip(models.Length)];
        RequireSubjects(request, models, files);
        OutputFile.RequireWritable(request.Json, request.Csv, request.Svg);
        FlowSubject[] trained = [.. models.Select(path => Open(path, console))];
        LabelledCorpus? gold = Corpus(request, trained, files, console);
        using Backend<double> backend = Device.Open<double>(request.Compute, () => request.Hidden, console);
        IEnumerable<FlowCurve> measured = request.Linear.Count > 0
            ? request.Linear.Select(w => LinearUnit.Run(backend, w, request.Steps))
            : Subjects(request, trained, gold).SelectMany(subject => subject.Run(backend, gold, request.Random, cancellation));
        FlowCurve[] curves = Measure(measured);
        RequireCurves(curves);
        if (request.Json) console.Output.WriteLine(JsonSerializer.Serialize(new FlowResult(backend.Name, curves), FlowJson.Default.FlowResult));
        else if (!OutputFile.IncludeStandardOutput(request.Csv, request.Svg)) FlowReport.WriteTable(console.Table, curves);
        if (request.Csv is { } csv) OutputFile.Write(csv, FlowReport.Csv(curves), console);
        if (request.Svg is { } svg) OutputFile.Write(svg, FigureDrawing.Draw(FlowFigure.Of(curves)), console);
        return ExitCode.Done;
    }

    private static FlowSubject Open(string path, ToolConsole console)
    {
        using ModelDirectory directory = OpenModel.At(path, console);
        return FlowSubject.OfModel(directory);
    }

    /// <exception cref="DeviceMemoryException">A batch does not fit in memory; the message names the options.</exception>
    private static FlowCurve[] Measure(IEnumerable<FlowCurve> curves)
    {
        try
        {
            return [.. curves];
        }
        catch (DeviceMemoryException failure)
        {
            throw new DeviceMemoryException(
                $"all steps of the sequences do not fit: {failure.Message}", "try a smaller --steps or --hidden, or shorter sentences", failure);
        }
    }

    /// <summary>The sentences of the files; null if there are no files and the sequences are random.</summary>
    private static LabelledCorpus? Corpus(GradflowRequest request, FlowSubject[] trained, string[] files, ToolConsole console)
    {
        if (files.Length > 0) return CorpusReader.Read(files, LayoutOf(request, trained, console), console.Note);
        foreach (FlowSubject model in trained) model.RequireTokensAlone();
        return null;
    }

    private static CorpusLayout LayoutOf(GradflowRequest request, FlowSubject[] trained, ToolConsole console)
    {
        FeatureColumns features = FeaturesOf(trained);
        if (trained.Length == 0) return request.Corpus.Over(new ModelConfiguration());
        int different = trained.Select(model => request.Corpus.Over(model.Configuration) with { Features = features, Intents = false }).Distinct().Count();
        if (different > 1)
        {
            throw new InputException(
                "the models were trained on files that were read in different ways", "say how: --format, --column, --token-column, --label-column");
        }

        return request.Corpus.Over(trained[0].Configuration, console) with { Features = features, Intents = false };
    }

    private static FeatureColumns FeaturesOf(FlowSubject[] trained)
    {
        FeatureColumns[] read = [.. trained.Select(model => model.Features).Where(features => features.Count > 0).Distinct()];
        if (read.Length > 1)
        {
            string all = string.Join(" and ", read.Select(features => features.Text));
            throw new InputException($"the models read different features, {all}: measure one at a time");
        }

        return read.Length == 0 ? FeatureColumns.None : read[0];
    }

    private static IEnumerable<FlowSubject> Subjects(GradflowRequest request, FlowSubject[] trained, LabelledCorpus? gold) =>
        trained.Concat(request.Cells.Select(cell => FlowSubject.OfCell(cell, request.Hidden, request.Layers, request.Compute.Seed, gold)));

    private static void RequireSubjects(GradflowRequest request, string[] models, string[] files)
    {
        if (request.Linear.Count > 0 && request.Paths.Count > 0)
            throw new InputException("--linear has its own input: give no models or files with it");
        if (files.Length > 0 && request.RandomOption is { } option)
            throw new InputException($"{option} is of no use with files: it describes random sequences");
        if (models.Length + request.Cells.Count + request.Linear.Count > 0) return;
        throw files.Length > 0 && !File.Exists(files[0])
            ? new InputException($"{files[0]}: no such file or directory")
            : new InputException("expected the directory of a model, --cell or --linear", "rnnctl gradflow --cell elman lstm gru");
    }

    private static void RequireCurves(FlowCurve[] curves)
    {
        FlowCurve? unseen = Array.Find(curves, curve => curve.Norms.Count == 0);
        if (unseen is not null) throw new InputException($"{unseen.Subject}: no sentence ends with a label that the training data had");
        if (curves.Length == 0) throw new InputException("the model has no recurrent layer");
    }
}
