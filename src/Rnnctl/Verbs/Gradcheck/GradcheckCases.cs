using Rnnctl.Compute.Cells;
using Rnnctl.Compute.GradientChecks;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Inference.Tagging;
using Rnnctl.Inference.Translation;
using Rnnctl.Models.Contextual;
using Rnnctl.Models.LanguageModels;
using Rnnctl.Models.Parameters;
using Rnnctl.Models.Taggers;
using Rnnctl.Models.Translators;

namespace Rnnctl.Verbs.Gradcheck;

/// <summary>The cases to check: operations, cells, small models, or a trained model.</summary>
internal static class GradcheckCases
{
    // Central differences run the model twice per parameter: a million parameters take minutes, ten times as many take a hundred times as long.
    private const int MostParameters = 1_000_000;
    private const string Limited = "gradcheck differences";
    private const int SmallHidden = 5;
    private const int SmallEmbedding = 4;
    private const int SmallLabels = 3;

    /// <summary>The cases of a request, in the order in which they are checked.</summary>
    public static IEnumerable<GradientCase> Of(GradcheckRequest request)
    {
        if (request.Model is { } path) return [ModelCase(path)];
        if (request.Described.Count > 0) return request.Described.Select(DescribedCase);
        IEnumerable<GradientCase> cells = request.Cells.SelectMany(
            cell => GradientCases.OfCell(cell).Concat(TaggerCases(cell)).Concat(TranslatorGradientCases.OfCell(cell))
                .Concat(LanguageModelGradientCases.OfCell(cell)));
        if (!request.All) return cells;
        return
        [
            .. GradientCases.Operations, .. cells, .. TaggerGradientCases.All, .. TranslatorGradientCases.All,
            .. LanguageModelGradientCases.All, .. LanguageModelGradientCases.Contextual,
        ];
    }

    private static IEnumerable<GradientCase> TaggerCases(CellDefinition cell) =>
    [
        new TaggerGradientCase(Small(cell, SmallHidden, layers: 1, bidirectional: false)),
        new TaggerGradientCase(Small(cell, SmallHidden, layers: 2, bidirectional: true)),
        new TaggerGradientCase(Small(cell, SmallHidden, layers: 1, bidirectional: true) with { Crf = true }),
        .. VariantCases(cell),
    ];

    /// <summary>Taggers with options of the layers; each case combines options that work together.</summary>
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

    private static GradientCase DescribedCase(ArchitectureConfiguration options) => options switch
    {
        { Translator: not null } => DescribedTranslator(options),
        { LanguageModel: not null } => DescribedLanguageModel(options),
        _ => DescribedTagger(options),
    };

    private static TranslatorGradientCase DescribedTranslator(ArchitectureConfiguration options)
    {
        ArchitectureConfiguration described = options with
        {
            Vocabularies = new Dictionary<string, int>
            {
                [TranslatorText.SourceVocabulary] = TranslatorGradientCase.BatchSymbols,
                [TranslatorText.TargetVocabulary] = TranslatorGradientCase.BatchSymbols,
            },
        };
        TranslatorModel.SizeOf(described).Require(MostParameters, Limited);
        return new TranslatorGradientCase(TranslatorModel.ArchitectureOf(described));
    }

    private static LanguageModelGradientCase DescribedLanguageModel(ArchitectureConfiguration options)
    {
        ArchitectureConfiguration described = options with
        {
            Vocabularies = new Dictionary<string, int> { [TrainedLanguageModel.TokenVocabulary] = LanguageModelGradientCase.WindowTokens },
        };
        TrainedLanguageModel.SizeOf(described).Require(MostParameters, Limited);
        return new LanguageModelGradientCase(TrainedLanguageModel.ArchitectureOf(described));
    }

    private static TaggerGradientCase DescribedTagger(ArchitectureConfiguration options)
    {
        ArchitectureConfiguration described = options with
        {
            Vocabularies = new Dictionary<string, int>
            {
                [TaggerModel.TokenVocabulary] = TaggerGradientCase.BatchTokens - 1,
                [TaggerModel.LabelVocabulary] = SmallLabels,
                [TaggerModel.CharacterVocabulary] = TaggerGradientCase.BatchCharacters,
            },
        };
        TaggerModel.SizeOf(described).Require(MostParameters, Limited);
        return new TaggerGradientCase(TaggerModel.ArchitectureOf(described));
    }

    /// <summary>A trained model with its own weights, but only with the embedding rows that the small batch uses.</summary>
    private static GradientCase ModelCase(string path)
    {
        using ModelDirectory directory = ModelDirectory.Open(path);
        return directory.Configuration.Task switch
        {
            ModelTask.Translate => TranslatorModelCase(directory),
            ModelTask.Lm => LanguageModelCase(directory),
            _ => TaggerModelCase(directory),
        };
    }

    private static LanguageModelGradientCase LanguageModelCase(ModelDirectory directory)
    {
        ModelConfiguration configuration = TrainedLanguageModel.ReadConfiguration(directory);
        TrainedLanguageModel.RequireOutputLayer(configuration, directory.Path);
        LanguageModelArchitecture architecture = TrainedLanguageModel.ArchitectureOf(configuration.Architecture);
        LanguageModelArchitecture reduced = architecture with { Symbols = Math.Min(architecture.Symbols, LanguageModelGradientCase.WindowTokens) };
        return new LanguageModelGradientCase($"model {directory.Path}", reduced, WeightsOf(directory, architecture.Parameters()));
    }

    private static TranslatorGradientCase TranslatorModelCase(ModelDirectory directory)
    {
        TranslatorArchitecture architecture = TranslatorModel.ArchitectureOf(TranslatorModel.ReadConfiguration(directory).Architecture);
        TranslatorArchitecture reduced = architecture with
        {
            SourceSymbols = Math.Min(architecture.SourceSymbols, TranslatorGradientCase.BatchSymbols),
            TargetSymbols = Math.Min(architecture.TargetSymbols, TranslatorGradientCase.BatchSymbols),
            Contextual = Reduced(architecture.Contextual),
        };
        return new TranslatorGradientCase($"model {directory.Path}", reduced, WeightsOf(directory, architecture.Parameters()));
    }

    private static TaggerGradientCase TaggerModelCase(ModelDirectory directory)
    {
        ModelConfiguration configuration = TaggerModel.ReadConfiguration(directory);
        TaggerArchitecture architecture =
            TaggerModel.ArchitectureOf(configuration.Architecture) with { TrainingLoss = configuration.Training.TaggerLoss() };
        TaggerArchitecture reduced = architecture with
        {
            Tokens = Math.Min(architecture.Tokens, TaggerGradientCase.BatchTokens - 1),
            Features = [.. architecture.Features.Select(size => Math.Min(size, TaggerGradientCase.BatchTokens))],
            Characters = architecture.Characters is { } characters
                ? characters with { Characters = Math.Min(characters.Characters, TaggerGradientCase.BatchCharacters) }
                : null,
            Contextual = Reduced(architecture.Contextual),
        };
        return new TaggerGradientCase($"model {directory.Path}", reduced, WeightsOf(directory, architecture.Parameters()));
    }

    /// <summary>The language models that learn, with no more symbols than a small batch uses.</summary>
    private static ContextualArchitecture? Reduced(ContextualArchitecture? contextual) => contextual is null ? null : contextual with
    {
        Learnt = [.. contextual.Learnt.Select(model => model with { Symbols = Math.Min(model.Symbols, TaggerGradientCase.BatchTokens) })],
    };

    /// <summary>Returns a function that gives the first numbers of each of the model's parameters, as many as the reduced model has.</summary>
    private static Func<ParameterShape, IReadOnlyList<double>> WeightsOf(ModelDirectory directory, IReadOnlyList<ParameterShape> shapes)
    {
        ParameterFile.Require(directory.Weights, shapes);
        Dictionary<string, float[]> values = shapes.ToDictionary(shape => shape.Name, shape => ParameterFile.ReadWeights(directory.Weights, shape));
        return shape => Array.ConvertAll(values[shape.Name][..shape.Count], value => (double)value);
    }
}
