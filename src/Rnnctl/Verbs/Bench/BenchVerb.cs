using System.CommandLine;
using Rnnctl.Compute.Cells;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Models.LanguageModels;
using Rnnctl.Models.Translators;
using Rnnctl.Options;
using Rnnctl.Terminal;
using Rnnctl.Text;

namespace Rnnctl.Verbs.Bench;

/// <summary><c>rnnctl bench</c>: measures recurrent layers on this machine.</summary>
internal sealed class BenchVerb : Verb
{
    private const string WorkedExample = """
        rnnctl bench --cell lstm gru --hidden 128 256 --batch 32
        rnnctl bench --cell lstm --hidden 512 --layers 2 --batch 64 --steps 35 --mode train --json
        rnnctl bench --task lm --hidden 650 --layers 2 --batch 20 --steps 35 --vocabulary 10000
        rnnctl bench --task translate --cell lstm --hidden 256 --batch 64 --vocabulary 8000 --beam 1 5
        rnnctl bench --task product --hidden 1024 --threads 1 --verbose
        """;

    // More than fits any memory, and few enough that their product is a number.
    private const int MostInBatch = 1 << 16;
    private const int MostSteps = 1 << 16;

    private const int UsualProduct = 1024;

    // The medium model of Zaremba et al. 2014.
    private static readonly ModelConfiguration UsualLanguageModel = ModelConfiguration.DefaultsOf(ModelTask.Lm) with
    {
        Architecture = ModelConfiguration.DefaultsOf(ModelTask.Lm).Architecture with
        {
            Hidden = 650,
            Embedding = 650,
            Layers = 2,
            LanguageModel = new LanguageModelConfiguration { Direction = LanguageModelDirection.Forward },
        },
        Training = new TrainingConfiguration { BatchSize = 20, Bptt = 35 },
    };

    private readonly Option<string> _task = Choice.One(
        "--task",
        "What to measure: layers alone, whole translators or language models (lm; by default --hidden 650 --layers 2 --batch 20 --steps 35), "
        + "or products of square matrices (--hidden 1024)",
        BenchTask.Layers);
    private readonly Option<string[]> _cells = Choice.Many("--cell", "Cells", [.. CellCatalog.Names]);
    private readonly Option<int[]> _hidden = WholeNumber.Many(
        "--hidden", "Sizes of the hidden state, or of matrices", 1, ArchitectureConfiguration.LargestWidth, 128);
    private readonly Option<int[]> _batch = WholeNumber.Many("--batch", "Sequences in a batch", 1, MostInBatch, 32);
    private readonly Option<int[]> _steps = WholeNumber.Many("--steps", "Time steps", 1, MostSteps, 20);
    private readonly Option<OptionValue<int>> _layers = WholeNumber.One("--layers", "Recurrent layers", 1, 1, ArchitectureConfiguration.MostLayers);
    private readonly Option<string?> _bidirectional = Flag.One("--bidirectional", "Run each layer in both directions");
    private readonly SectionOptions _languageModel = new(
        ConfigurationOptions.LanguageModel.Where(option => option.Name != "--unit"), UsualLanguageModel);
    private readonly SectionOptions _attention = new(
        ConfigurationOptions.Translator.Where(option => option.Name == "--attention"), ModelConfiguration.DefaultsOf(ModelTask.Translate));

    private readonly Option<OptionValue<int?>> _vocabulary = WholeNumber.Optional(
        "--vocabulary",
        $"Symbols of each vocabulary (default: {BenchTranslator.UsualSymbols} of translators, {BenchLanguageModel.UsualSymbols} of language models)",
        Interval.Whole(BenchVocabulary.Fewest, BenchVocabulary.Most));

    private readonly Option<int[]> _beams = WholeNumber.Many("--beam", "Widths of the beam", 1, BeamOptions.Most, 1, 5);
    private readonly SectionOptions _layerVariant = new(ConfigurationOptions.Layers, new ModelConfiguration());
    private readonly Option<string> _mode = Choice.One(
        "--mode", "Passes to measure: forward (of translators a search, of lm an evaluation), or with backward (an update)", BenchMode.Both);

    private readonly Option<OptionValue<double>> _seconds = RealNumber.One("--seconds", "Seconds that each row is measured for", Interval.Positive, 1);
    private readonly Option<string?> _json = JsonOption.Create("Print a JSON object a row on standard output");
    private readonly SectionOptions _cell = new(ConfigurationOptions.Cell, new ModelConfiguration());
    private readonly ComputeOptions _compute = new();

    /// <summary>The verb.</summary>
    /// <param name="console">Where it prints.</param>
    public BenchVerb(ToolConsole console)
        : base("bench", "Measure layers, translators, language models or matrix products: a row for each combination.", WorkedExample)
    {
        Add(new OptionGroup("Shape", _task, _cells, _hidden, _batch, _steps, _layers, _bidirectional));
        Add(_cell.Group);
        Add(_layerVariant.Group);
        Add(new OptionGroup("Translators and language models", [.. _attention.Options, _beams, .. _languageModel.Options, _vocabulary]));
        Add(new OptionGroup("Measurement", _mode, _seconds, _json));
        Add(_compute.Group);
        RunUntilCancelled((parsed, cancellation) => parsed.ReadChoice<BenchTask>(_task) switch
        {
            BenchTask.Translate => TranslatorBenchRun.Run(ReadTranslators(parsed), console, cancellation),
            BenchTask.Lm => LanguageModelBenchRun.Run(ReadLanguageModels(parsed), console, cancellation),
            BenchTask.Product => ProductBenchRun.Run(ReadProducts(parsed), console, cancellation),
            _ => BenchRun.Run(Read(parsed), console, cancellation),
        });
    }

    /// <summary>What the user asked for. Throws <see cref="InputException"/> where options do not go together.</summary>
    public BenchRequest Read(ParseResult parsed)
    {
        parsed.RequireNone([.. _attention.Options, _vocabulary, _beams, .. _languageModel.Options], "--task layers");
        return ReadLayers(parsed);
    }

    /// <summary>What the user asked for of translators, by default of LSTMs.</summary>
    /// <exception cref="InputException">An option is that of layers by themselves.</exception>
    public TranslatorBenchRequest ReadTranslators(ParseResult parsed)
    {
        parsed.RequireNone([_bidirectional, .. _layerVariant.Options, .. _languageModel.Options], "--task translate");
        string[] names = parsed.IsGiven(_cells) ? parsed.ReadAll(_cells, CellCatalog.Names) : ["lstm"];
        return new TranslatorBenchRequest
        {
            Cells = [.. names.Select(name => ModelRules.Cell(_cell, parsed, name))],
            Attention = (AttentionKind?)_attention.Given(parsed, "--attention") ?? AttentionKind.Dot,
            Hidden = [.. parsed.GetRequiredValue(_hidden).Select(RequireEven)],
            Batch = parsed.GetRequiredValue(_batch),
            Steps = parsed.GetRequiredValue(_steps),
            Beams = parsed.GetRequiredValue(_beams),
            Layers = parsed.Read(_layers),
            Vocabulary = parsed.Read(_vocabulary) ?? BenchTranslator.UsualSymbols,
            Mode = parsed.ReadChoice<BenchMode>(_mode),
            Seconds = parsed.Read(_seconds),
            Json = parsed.IsGiven(_json),
            Compute = _compute.Read(parsed),
        };
    }

    /// <summary>What the user asked for of language models, by default the medium model of Zaremba et al. 2014.</summary>
    /// <exception cref="InputException">An option is of no use, or the model cannot exist.</exception>
    public LanguageModelBenchRequest ReadLanguageModels(ParseResult parsed)
    {
        parsed.RequireNone([_bidirectional, .. _attention.Options, _beams], "--task lm");
        string[] names = parsed.IsGiven(_cells) ? parsed.ReadAll(_cells, CellCatalog.Names) : ["lstm"];
        ModelConfiguration described = UsualLanguageModel;
        if (parsed.IsGiven(_layers)) described = described with { Architecture = described.Architecture with { Layers = parsed.Read(_layers) } };
        ModelConfiguration model = _languageModel.Apply(parsed, _layerVariant.Apply(parsed, described));
        foreach (string name in names)
        {
            ArchitectureConfiguration one = model.Architecture with { Cell = name };
            one.RequireConsistency("options", features: 0);
            TrainedLanguageModel.RequireConsistency(one, "options");
        }

        return new LanguageModelBenchRequest
        {
            Cells = [.. names.Select(name => ModelRules.Cell(_cell, parsed, name))],
            Hidden = parsed.IsGiven(_hidden) ? parsed.GetRequiredValue(_hidden) : [UsualLanguageModel.Architecture.Hidden],
            Batch = parsed.IsGiven(_batch) ? parsed.GetRequiredValue(_batch) : [UsualLanguageModel.Training.BatchSize],
            Steps = parsed.IsGiven(_steps) ? parsed.GetRequiredValue(_steps) : [UsualLanguageModel.Training.StreamWindow()],
            Model = model,
            Vocabulary = parsed.Read(_vocabulary) ?? BenchLanguageModel.UsualSymbols,
            Mode = parsed.ReadChoice<BenchMode>(_mode),
            Seconds = parsed.Read(_seconds),
            Json = parsed.IsGiven(_json),
            Compute = _compute.Read(parsed),
        };
    }

    /// <summary>What the user asked for of square products, by default of 1024 x 1024.</summary>
    /// <exception cref="InputException">An option is that of a model.</exception>
    public ProductBenchRequest ReadProducts(ParseResult parsed)
    {
        Option[] ofLayers = [_cells, _batch, _steps, _layers, _bidirectional, .. _cell.Options, .. _layerVariant.Options, _mode];
        parsed.RequireNone([.. ofLayers, .. _attention.Options, _beams, .. _languageModel.Options, _vocabulary], "--task product");
        return new ProductBenchRequest
        {
            Sizes = parsed.IsGiven(_hidden) ? parsed.GetRequiredValue(_hidden) : [UsualProduct],
            Seconds = parsed.Read(_seconds),
            Json = parsed.IsGiven(_json),
            Compute = _compute.Read(parsed),
        };
    }

    private static int RequireEven(int hidden) => hidden % 2 == 0
        ? hidden
        : throw new InputException($"--hidden: expected an even number, half for each direction of the encoder, found {hidden}");

    private BenchRequest ReadLayers(ParseResult parsed) => new()
    {
        Cells = [.. parsed.ReadAll(_cells, CellCatalog.Names).Select(name => ModelRules.Cell(_cell, parsed, name))],
        Hidden = parsed.GetRequiredValue(_hidden),
        Batch = parsed.GetRequiredValue(_batch),
        Steps = parsed.GetRequiredValue(_steps),
        Layers = parsed.Read(_layers),
        Bidirectional = parsed.IsGiven(_bidirectional),
        Variant = ReadVariant(parsed),
        Mode = parsed.ReadChoice<BenchMode>(_mode),
        Seconds = parsed.Read(_seconds),
        Json = parsed.IsGiven(_json),
        Compute = _compute.Read(parsed),
    };

    private LayerVariant ReadVariant(ParseResult parsed)
    {
        var layers = new ModelConfiguration { Architecture = new ArchitectureConfiguration { Layers = parsed.Read(_layers) } };
        ArchitectureConfiguration described = _layerVariant.Apply(parsed, layers).Architecture;
        foreach (string cell in parsed.ReadAll(_cells, CellCatalog.Names)) (described with { Cell = cell }).RequireConsistency("options", features: 0);
        return described.LayerVariant();
    }
}
