using System.CommandLine;
using Rnnctl.Compute.Cells;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Inference.Translation;
using Rnnctl.Options;
using Rnnctl.Terminal;
using Rnnctl.Text;

namespace Rnnctl.Verbs.Gradcheck;

/// <summary><c>rnnctl gradcheck</c>: compares gradients with central differences.</summary>
internal sealed class GradcheckVerb : Verb
{
    private const string WorkedExample = """
        rnnctl gradcheck --cell lstm gru
        rnnctl gradcheck --all --device ilgpu-cpu
        rnnctl gradcheck --config train.yaml
        rnnctl gradcheck --cell gru --task translate --attention additive --attention-query previous
        rnnctl gradcheck --cell gru --task lm --direction backward --layers 2 --residual
        rnnctl gradcheck --all --json > gradcheck.json
        """;

    // A difference runs the model twice for every number in it. Many counts of heads divide 24, the width of both directions.
    private static readonly ModelConfiguration Small = new()
    {
        Architecture = new ArchitectureConfiguration { Hidden = 12, Embedding = 8, CharHidden = 5, CharEmbedding = 4 },
    };

    private static readonly ConfigurationSection ModelSection = new(
        "Model to check (without any of these: small ones for each cell)",
        [.. ConfigurationOptions.Model.Options.Where(option => option.Name is not ("--cell" or "--word-dropout"))]);

    private readonly Option<string[]> _cells = Choice.Many("--cell", "Cells to check, alone and inside the whole model", [.. CellCatalog.Names]);

    private readonly Option<string?> _all = Flag.One("--all", "Check every operation, every cell with each of its options and the whole model");
    private readonly Option<string?> _modelPath = PathArgument.Option("--model", "DIR", "Check a trained model");
    private readonly Option<OptionValue<double>> _epsilon = RealNumber.One("--epsilon", "Step of the central difference", Interval.Positive, 1e-5);

    private readonly Option<OptionValue<double?>> _tolerance = RealNumber.Optional(
        "--tolerance", "Largest relative error that passes (default: 1e-6, on a float32-only device 1e-3)", Interval.Positive);

    private readonly Option<string?> _exhaustive = Flag.One("--exhaustive", "Difference every number on the device itself; on the CPU always so");
    private readonly Option<string?> _json = JsonOption.Create();
    private readonly ComputeOptions _compute = new(fallbackThreads: 1, "1, since its tensors are small");
    private readonly SectionOptions _cell = new(ConfigurationOptions.Cell, Small);
    private readonly SectionOptions _model = new(ModelSection, Small);
    private readonly SectionOptions _layers = new(ConfigurationOptions.Layers, Small);
    private readonly SectionOptions _translator = new(ConfigurationOptions.Translator, Small);

    private readonly SectionOptions _languageModel = new(
        ConfigurationOptions.LanguageModel.Where(option => option.Name is not ("--softmax" or "--unit")), ModelConfiguration.DefaultsOf(ModelTask.Lm));

    private readonly Option<string> _task = Choice.One("--task", "What that model does", ModelTask.Tag);

    /// <summary>The verb.</summary>
    /// <param name="console">Where it prints.</param>
    /// <param name="train">The verb whose files of options are read here too, for the model that they describe.</param>
    public GradcheckVerb(ToolConsole console, Verb train)
        : base("gradcheck", "Compare every gradient with central differences; exit code 1 where one is wrong.", WorkedExample)
    {
        Unread = train.Options.Select(option => option.Name).ToHashSet();
        Add(new OptionGroup("Check", _cells, _all, _modelPath, _exhaustive, _epsilon, _tolerance, _json));
        Add(_cell.Group);
        Add(_model.GroupAfter(_task));
        Add(_layers.Group);
        Add(_translator.Group);
        Add(_languageModel.Group);
        Add(_compute.Group);
        RunUntilCancelled((parsed, cancellation) => GradcheckRun.Run(Read(parsed), console, cancellation));
    }

    /// <inheritdoc/>
    public override IReadOnlySet<string> Unread { get; }

    /// <summary>What the user asked for. Throws <see cref="InputException"/> where options exclude each other.</summary>
    public GradcheckRequest Read(ParseResult parsed)
    {
        bool all = parsed.IsGiven(_all);
        string? model = parsed.GetValue(_modelPath);
        bool described = parsed.IsGiven(_task) || Array.Exists([_model, _layers, _translator, _languageModel], section => section.AnyGiven(parsed));
        int subjects = (all ? 1 : 0) + (model is null ? 0 : 1) + (described || parsed.IsGiven(_cells) || _cell.AnyGiven(parsed) ? 1 : 0);
        if (subjects > 1)
            throw new InputException("--all, --model and the options of a model exclude each other");
        string[] names = parsed.ReadAll(_cells, CellsFor(parsed.ReadChoice<ModelTask>(_task)));
        return new GradcheckRequest
        {
            Cells = model is not null ? [] : all ? CellCatalog.Variants : [.. names.Select(name => ModelRules.Cell(_cell, parsed, name))],
            All = all,
            Exhaustive = parsed.IsGiven(_exhaustive),
            Model = model,
            Described = described ? [.. names.Select(name => Describe(parsed, name))] : [],
            Epsilon = parsed.Read(_epsilon),
            Tolerance = parsed.Read(_tolerance),
            Json = parsed.IsGiven(_json),
            Compute = _compute.Read(parsed),
        };
    }

    /// <summary>The cells that a model of a task can have.</summary>
    private static IEnumerable<string> CellsFor(ModelTask task) =>
        task == ModelTask.Lm ? CellCatalog.All.Where(cell => cell.IsRecurrent).Select(cell => cell.Name) : CellCatalog.Names;

    private ArchitectureConfiguration Describe(ParseResult parsed, string cell)
    {
        ModelTask task = parsed.ReadChoice<ModelTask>(_task);
        foreach (SectionOptions section in (ReadOnlySpan<SectionOptions>)[_model, _translator, _languageModel]) section.RequireFor(task, parsed);
        ModelConfiguration described = Small with { Task = task, Architecture = Small.Architecture with { Cell = cell } };
        foreach (SectionOptions section in (ReadOnlySpan<SectionOptions>)[_cell, _model, _layers]) described = section.Apply(parsed, described);
        described = ModelRules.CompleteCell(described);
        ModelRules.RequireCharacters(_model, parsed, described);
        described = ModelRules.CompleteCharacters(described);
        if (task == ModelTask.Lm) return DescribeLanguageModel(parsed, described);
        described.Architecture.RequireConsistency("options", features: 0);
        if (task == ModelTask.Tag) return described.Architecture;
        ArchitectureConfiguration translator = ModelRules.ApplyTranslator(_translator, parsed, described).Architecture;
        TranslatorModel.RequireConsistency(translator, "options");
        return translator;
    }

    private ArchitectureConfiguration DescribeLanguageModel(ParseResult parsed, ModelConfiguration described)
    {
        ArchitectureConfiguration usual = ModelConfiguration.DefaultsOf(ModelTask.Lm).Architecture;
        ModelConfiguration model = described with
        {
            Architecture = described.Architecture with { Bidirectional = usual.Bidirectional, LanguageModel = usual.LanguageModel },
        };

        // A translator's option may be one of language models too.
        ArchitectureConfiguration options = _translator.Apply(parsed, _languageModel.Apply(parsed, model)).Architecture;
        options.RequireConsistency("options", features: 0);
        TrainedLanguageModel.RequireConsistency(options, "options");
        return options;
    }
}
