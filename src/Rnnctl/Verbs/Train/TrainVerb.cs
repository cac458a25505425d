using System.CommandLine;
using Rnnctl.Compute.Cells;
using Rnnctl.Inference.Configurations;
using Rnnctl.Options;
using Rnnctl.Terminal;
using Rnnctl.Text;
using CellOptions = Rnnctl.Options.CellOptions;

namespace Rnnctl.Verbs.Train;

/// <summary><c>rnnctl train</c>: learns a model from labelled files and writes it to a directory.</summary>
internal sealed class TrainVerb : Verb
{
    private const string WorkedExample = """
        rnnctl train --task tag --train train.tsv --valid valid.tsv --output slots
        rnnctl eval slots valid.tsv
        echo "leave Taipei on November 2nd" | rnnctl tag slots
        rnnctl vocab train.en train.de --bpe 8000 --output joint
        rnnctl train --task translate --train train.en train.de --valid valid.en valid.de \
            --src-vocab joint --tgt-vocab joint --joint-vocabulary --output en-de
        """;

    private static readonly string[] Tasks = [Choice.NameOf(ModelTask.Tag), Choice.NameOf(ModelTask.Translate)];

    private readonly Option<string> _task = Choice.One("--task", "What the model learns to do", Tasks, Tasks[0]);
    private readonly Option<string[]> _train = PathArgument.Options(
        "--train", "FILE", "Files to learn from; of translations two, source and target, or one with a tab between them");

    private readonly Option<string[]> _valid = PathArgument.Options("--valid", "FILE", "Files to score on; the best model is kept");
    private readonly Option<string?> _output = PathArgument.Option("--output", "DIR", "Directory to write the model to");
    private readonly Option<string?> _resume = Flag.One("--resume", "Go on from the last checkpoint in --output");
    private readonly Option<string?> _overwrite = Flag.One("--overwrite", "Replace a model that is in --output");
    private readonly Option<string?> _json = JsonOption.Create("Print each evaluation as a JSON object on standard output");
    private readonly Option<string> _cell = Choice.One("--cell", "Recurrent cell", [.. CellCatalog.Names], new ArchitectureConfiguration().Cell);
    private readonly CellOptions _cellOptions = new();
    private readonly CorpusOptions _corpus = new();
    private readonly VocabularyOptions _vocabulary = new();
    private readonly ModelOptions _model = new(new ArchitectureConfiguration());
    private readonly LayerOptions _layer = new();
    private readonly EmbeddingOptions _embeddings = new();
    private readonly FeatureOptions _features = new();
    private readonly TranslatorOptions _translator = new();
    private readonly TranslationOptions _translation = new();
    private readonly OptimizerOptions _optimizer = new();
    private readonly LoopOptions _loop = new();
    private readonly ComputeOptions _compute = new();

    /// <summary>The verb, which talks to <paramref name="console"/>.</summary>
    public TrainVerb(ToolConsole console)
        : base("train", "Train a model on labelled files, or on sentences and their translations.", WorkedExample)
    {
        _train.Required = true;
        _output.Required = true;
        Add(new OptionGroup("Task", _task, _train, _valid, _output, _resume, _overwrite, _json));
        Add(_corpus.Group);
        Add(_vocabulary.Group);
        Add(_model.Group("Model", _cell));
        Add(_cellOptions.Group);
        Add(_layer.Group);
        Add(_embeddings.Group);
        Add(_features.Group);
        Add(_translator.Group);
        Add(_translation.Group);
        Add(_optimizer.Group);
        Add(_loop.Group);
        Add(_compute.Group);
        RunToCompletion((parsed, cancellation) => TrainRun.Run(Read(parsed), console, cancellation));
    }

    /// <summary>What the user asked for. Throws <see cref="InputException"/> where options exclude each other.</summary>
    public TrainRequest Read(ParseResult parsed)
    {
        if (parsed.IsGiven(_resume) && parsed.IsGiven(_overwrite))
            throw new InputException("--resume and --overwrite exclude each other");
        ModelTask? task = parsed.IsGiven(_task) ? parsed.ReadChoice<ModelTask>(_task) : parsed.IsGiven(_resume) ? null : ModelTask.Tag;
        RequireOptionsOf(task, parsed);
        return new TrainRequest
        {
            Task = task,
            SourceVocabulary = _translation.SourceVocabulary(parsed),
            TargetVocabulary = _translation.TargetVocabulary(parsed),
            Train = parsed.GetValue(_train) ?? [],
            Valid = parsed.GetValue(_valid) ?? [],
            Output = parsed.GetRequiredValue(_output)!,
            Resume = parsed.IsGiven(_resume),
            Overwrite = parsed.IsGiven(_overwrite),
            Corpus = _corpus.Read(parsed),
            Embedding = _model.GivenEmbedding(parsed),
            Configure = configuration => _features.Apply(parsed, Apply(parsed, configuration)),
            Compute = _compute.Read(parsed),
            Json = parsed.IsGiven(_json),
        };
    }

    /// <exception cref="InputException">An option is of another task.</exception>
    private void RequireOptionsOf(ModelTask? task, ParseResult parsed)
    {
        IEnumerable<Option> others = task switch
        {
            ModelTask.Tag => [.. _translator.Group.Options, .. _translation.Group.Options],
            ModelTask.Translate =>
                [.. _corpus.Group.Options, .. _embeddings.Group.Options, .. _features.Group.Options, .. _model.OfTaggers, .. _vocabulary.OfTaggers],
            _ => [],
        };
        if (task is not null) parsed.RequireNone(others, $"--task {Choice.NameOf(task)}");
    }

    private ModelConfiguration Apply(ParseResult parsed, ModelConfiguration current)
    {
        string cell = parsed.IsGiven(_cell) ? parsed.GetRequiredValue(_cell) : current.Architecture.Cell;
        TrainingConfiguration training = _loop.Apply(parsed, _optimizer.Apply(parsed, _embeddings.Apply(parsed, current.Training)));
        ComputeSettings compute = _compute.Read(parsed);
        ModelConfiguration applied = current with
        {
            Architecture = _layer.Apply(parsed, _model.Apply(parsed, _cellOptions.Apply(parsed, cell, current.Architecture))),
            Text = _vocabulary.Apply(parsed, current.Text),
            Training = training with { Seed = compute.GivenSeed ?? training.Seed, Threads = compute.Threads },
        };
        return current.Task == ModelTask.Translate
            ? _translation.Apply(parsed, applied with { Architecture = _translator.Apply(parsed, applied.Architecture) })
            : applied;
    }
}
