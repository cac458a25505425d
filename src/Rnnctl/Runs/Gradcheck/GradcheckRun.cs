using System.Globalization;
using System.Text.Json;
using Rnnctl.Compute;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.GradientChecks;
using Rnnctl.Models.Parameters;
using Rnnctl.Models.Taggers;
using Rnnctl.Models.Translators;
using Rnnctl.Requests;
using Rnnctl.Terminal;
using Rnnctl.Training.Checkpoints;
using Rnnctl.Training.Tagging;
using Rnnctl.Training.Translation;

namespace Rnnctl.Runs.Gradcheck;

/// <summary>Compares gradients with central differences in double and prints a row for every tensor.</summary>
internal static class GradcheckRun
{
    private const double DefaultTolerance = 1e-6;
    private const int SmallHidden = 5;
    private const int SmallEmbedding = 4;
    private const int SmallLabels = 3;

    /// <summary>Checks, prints, and returns the exit code: 1 where a gradient is wrong.</summary>
    public static int Run(GradcheckRequest request, ToolConsole console, CancellationToken cancellation)
    {
        double tolerance = request.Tolerance ?? DefaultTolerance;
        using Backend<double> backend = Device.Open<double>(request.Compute);
        GradientCase[] cases = [.. Cases(request)];
        var checks = new List<TensorCheck>();
        int width = cases.Max(one => one.Subject.Length);
        if (!request.Json) WriteHeading(console.Output, width);
        foreach (GradientCase gradientCase in cases)
        {
            cancellation.ThrowIfCancellationRequested();
            IReadOnlyList<TensorCheck> rows = GradientChecker.Check(backend, gradientCase, request.Epsilon, tolerance);
            checks.AddRange(rows);
            if (!request.Json) WriteRows(console.Output, width, rows);
        }

        bool passed = checks.TrueForAll(check => check.Passed);
        if (request.Json) WriteJson(console.Output, backend.Name, request.Epsilon, tolerance, passed, checks);
        else WriteSummary(console.Output, checks, tolerance, backend.Name);
        return passed ? CommandLine.ExitCode.Done : CommandLine.ExitCode.CheckFailed;
    }

    private static IEnumerable<GradientCase> Cases(GradcheckRequest request)
    {
        if (request.Model is { } path) return [ModelCase(ModelDirectory.Open(path))];
        if (request.Described.Count > 0) return request.Described.Select(DescribedCase);
        IEnumerable<GradientCase> cells = request.Cells.SelectMany(
            cell => GradientCases.OfCell(cell).Concat(TaggerCases(cell)).Concat(TranslatorGradientCases.OfCell(cell)));
        return request.All ? [.. GradientCases.Operations, .. cells, .. TaggerGradientCases.All, .. TranslatorGradientCases.All] : cells;
    }

    private static IEnumerable<GradientCase> TaggerCases(CellDefinition cell) =>
    [
        new TaggerGradientCase(Small(cell, SmallHidden, layers: 1, bidirectional: false)),
        new TaggerGradientCase(Small(cell, SmallHidden, layers: 2, bidirectional: true)),
        new TaggerGradientCase(Small(cell, SmallHidden, layers: 1, bidirectional: true) with { Crf = true }),
        .. VariantCases(cell),
    ];

    /// <summary>Taggers whose layers do more than the cell's equations, in pairs that go together.</summary>
    private static IEnumerable<GradientCase> VariantCases(CellDefinition cell)
    {
        LayerVariant[] variants =
        [
            LayerVariant.Plain with { LearnInitialState = true, Residual = true },
            LayerVariant.Plain with { LayerNorm = true, RecurrentDropout = 0.3 },
            LayerVariant.Plain with { LearnInitialState = true, LayerNorm = true, Zoneout = 0.2 },
        ];
        TaggerArchitecture small = Small(cell, SmallHidden, layers: 2, bidirectional: true);
        return variants.Where(variant => variant.RefusalBy(cell) is null).Select(variant => new TaggerGradientCase(small with { Variant = variant }));
    }

    private static TaggerArchitecture Small(CellDefinition cell, int hidden, int layers, bool bidirectional) =>
        new(TaggerGradientCase.BatchTokens - 1, SmallLabels, SmallEmbedding, cell, hidden, layers, bidirectional, Dropout: 0.3);

    private static GradientCase DescribedCase(ArchitectureConfiguration options) => options.Translator is null
        ? DescribedTagger(options)
        : DescribedTranslator(options);

    private static TranslatorGradientCase DescribedTranslator(ArchitectureConfiguration options) => new(TranslatorModel.ArchitectureOf(options with
    {
        Vocabularies = new Dictionary<string, int>
        {
            [TranslatorText.SourceVocabulary] = TranslatorGradientCase.BatchSymbols,
            [TranslatorText.TargetVocabulary] = TranslatorGradientCase.BatchSymbols,
        },
    }));

    private static TaggerGradientCase DescribedTagger(ArchitectureConfiguration options) => new(TaggerModel.ArchitectureOf(options with
    {
        Vocabularies = new Dictionary<string, int>
        {
            [TaggerModel.TokenVocabulary] = TaggerGradientCase.BatchTokens - 1,
            [TaggerModel.LabelVocabulary] = SmallLabels,
            [TaggerModel.CharacterVocabulary] = TaggerGradientCase.BatchCharacters,
        },
    }));

    /// <summary>A trained model with its own weights; of its embeddings of tokens and characters, the rows that the small batch uses.</summary>
    private static GradientCase ModelCase(ModelDirectory directory) => directory.ReadConfiguration().Task == ModelTask.Translate
        ? TranslatorModelCase(directory)
        : TaggerModelCase(directory);

    private static TranslatorGradientCase TranslatorModelCase(ModelDirectory directory)
    {
        TranslatorArchitecture architecture = TranslatorModel.ArchitectureOf(TranslatorModel.ReadConfiguration(directory).Architecture);
        TranslatorArchitecture reduced = architecture with
        {
            SourceSymbols = Math.Min(architecture.SourceSymbols, TranslatorGradientCase.BatchSymbols),
            TargetSymbols = Math.Min(architecture.TargetSymbols, TranslatorGradientCase.BatchSymbols),
        };
        return new TranslatorGradientCase($"model {directory.Path}", reduced, WeightsOf(directory, architecture.Parameters()));
    }

    private static TaggerGradientCase TaggerModelCase(ModelDirectory directory)
    {
        TaggerArchitecture architecture = TaggerModel.ArchitectureOf(TaggerModel.ReadConfiguration(directory).Architecture);
        TaggerArchitecture reduced = architecture with
        {
            Tokens = Math.Min(architecture.Tokens, TaggerGradientCase.BatchTokens - 1),
            Features = [.. architecture.Features.Select(size => Math.Min(size, TaggerGradientCase.BatchTokens))],
            Characters = architecture.Characters is { } characters
                ? characters with { Characters = Math.Min(characters.Characters, TaggerGradientCase.BatchCharacters) }
                : null,
        };
        return new TaggerGradientCase($"model {directory.Path}", reduced, WeightsOf(directory, architecture.Parameters()));
    }

    /// <summary>Of each parameter as many of the model's own numbers as a reduced model has.</summary>
    private static Func<ParameterShape, IReadOnlyList<double>> WeightsOf(ModelDirectory directory, IReadOnlyList<ParameterShape> shapes)
    {
        using SafetensorsFile weights = directory.OpenWeights();
        Dictionary<string, double[]> values = shapes.ToDictionary(shape => shape.Name, shape => Read(weights, shape));
        return shape => values[shape.Name][..shape.Count];
    }

    private static double[] Read(SafetensorsFile weights, ParameterShape shape)
    {
        var values = new float[shape.Count];
        weights.CopyTo<float>(shape.Name, [.. shape.Dimensions.Select(dimension => (long)dimension)], values);
        return Array.ConvertAll(values, value => (double)value);
    }

    private static void WriteSummary(TextWriter output, List<TensorCheck> checks, double tolerance, string device) =>
        output.WriteLine($"{checks.Count(check => check.Passed)} of {checks.Count} tensors passed at tolerance {Number(tolerance)} on {device}");

    private static void WriteHeading(TextWriter output, int width) =>
        output.WriteLine($"{"subject".PadRight(width)} {"tensor",-24} {"shape",-12} {"abs error",10} {"rel error",10}  verdict");

    private static void WriteRows(TextWriter output, int width, IReadOnlyList<TensorCheck> rows)
    {
        foreach (TensorCheck row in rows)
        {
            string shape = $"[{row.Rows}, {row.Columns}]";
            string verdict = row.Passed ? "ok" : "WRONG";
            string errors = $"{Number(row.MaxAbsoluteError),10} {Number(row.MaxRelativeError),10}";
            output.WriteLine($"{row.Subject.PadRight(width)} {row.Tensor,-24} {shape,-12} {errors}  {verdict}");
        }

        output.Flush();
    }

    private static void WriteJson(TextWriter output, string device, double epsilon, double tolerance, bool passed, List<TensorCheck> checks)
    {
        GradcheckRow[] rows =
        [
            .. checks.Select(check => new GradcheckRow(
                check.Subject, check.Tensor, [check.Rows, check.Columns], check.MaxAbsoluteError, check.MaxRelativeError, check.Passed)),
        ];
        output.WriteLine(JsonSerializer.Serialize(new GradcheckResult(device, epsilon, tolerance, passed, rows), RunJson.Default.GradcheckResult));
    }

    private static string Number(double value) => value.ToString("0.0e+00", CultureInfo.InvariantCulture);
}
