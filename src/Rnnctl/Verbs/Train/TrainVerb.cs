using System.CommandLine;
using Rnnctl.Files;
using Rnnctl.Inference.Configurations;
using Rnnctl.Options;
using Rnnctl.Recipes;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Text.Corpora;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Verbs.Train;

/// <summary><c>rnnctl train</c>: learns a model from labelled files and writes it to a directory.</summary>
internal sealed class TrainVerb : Verb
{
    private const string WorkedExample = """
        rnnctl train --task tag --train train.tsv --valid valid.tsv --output slots
        rnnctl eval slots valid.tsv
        echo "leave Taipei on November 2nd" | rnnctl tag slots
        rnnctl train --train train.conllu --valid dev.conllu --word-shape --affixes 3 --output tags
        rnnctl vocab train.en train.de --bpe 8000 --output joint
        rnnctl train --task translate --train train.en train.de --valid valid.en valid.de \
            --src-vocab joint --tgt-vocab joint --joint-vocabulary --output en-de
        rnnctl train --task translate --train train.tsv --valid valid.tsv --metric chrf --valid-beam 5 \
            --output en-de
        rnnctl train --recipe best --train train.tsv --valid valid.tsv --output slots
        rnnctl train --task translate --train train.tsv --layers 1 --encoder-layers 3 --output en-de
        rnnctl train --task lm --train text.txt --valid valid.txt --output lm
        grep -v '^#' text.txt | rnnctl train --task lm --train - --valid valid.txt --output lm
        rnnctl train --task lm --unit characters --train text.txt --valid valid.txt --output characters
        rnnctl train --task tag --train train.tsv --valid valid.tsv --contextual lm --output slots
        rnnctl train --train train.tsv --valid valid.tsv --label-smoothing 0.1 --label-model 0.3 \
            --output slots
        rnnctl train --task translate --train train.en train.de --contextual english --output en-de
        rnnctl train --train train.tsv --valid valid.tsv --teacher slots-1 slots-2 slots-3 --output small
        rnnctl translate en-de train.en --beam 5 > taught.de
        rnnctl train --task translate --train train.en taught.de --valid valid.en valid.de --output small
        rnnctl train --from slots --train more.tsv --valid valid.tsv --lr 3e-4 --freeze encoder \
            --output tuned
        rnnctl train --train seq.in seq.out label --valid valid.in valid.out valid.label --intent \
            --output atis
        mpirun -np 4 rnnctl train --train train.tsv --valid valid.tsv --threads 1 --output slots
        """;

    private static readonly string[] Tasks = Choice.NamesOf(typeof(ModelTask));

    private readonly Option<string> _task = Choice.One("--task", "What the model learns to do", Tasks, Tasks[0]);
    private readonly Option<string[]> _train = PathArgument.Options(
        "--train",
        "FILE",
        "Files to learn from; of translations two, source and target, or one with a tab between them; of lm plain text, a sentence a line; - is standard "
        + "input");

    private readonly Option<string[]> _valid = PathArgument.Options("--valid", "FILE", "Files to score on; the best model by --metric is kept");
    private readonly Option<string?> _output = PathArgument.Option("--output", "DIR", "Directory to write the model to");
    private readonly Option<string?> _from = PathArgument.Option(
        "--from", "DIR", "Trained model to start from: its weights and what they are made of, and its vocabularies, to which --train adds");

    private readonly Option<string> _recipe = Choice.One(
        "--recipe",
        "Whole setting to start from, which rnnctl recipe prints; --config and the command line win, and --no-NAME takes a flag of it back",
        RecipeFiles.Names,
        fallback: "");

    private readonly Option<string?> _fixedVocabulary = Flag.One("--fixed-vocabulary", "Add no symbol of --train to the vocabularies of --from");
    private readonly Option<string?> _resume = Flag.One("--resume", "Go on from the last checkpoint in --output");
    private readonly Option<string?> _overwrite = Flag.One("--overwrite", "Replace a model that is in --output");
    private readonly Option<string?> _json = JsonOption.Create("Print each evaluation as a JSON object on standard output");
    private readonly Option<string?> _sourceVocabulary = PathArgument.Option(
        "--src-vocab",
        "PATH",
        "Source's vocabulary, or that of lm: a directory that rnnctl vocab made, or a vocabulary's file (default: the words of --train)");

    private readonly Option<string?> _targetVocabulary = PathArgument.Option("--tgt-vocab", "PATH", "Target's vocabulary, likewise");
    private readonly Option<string[]> _contextual = PathArgument.Options(
        "--contextual",
        "DIR",
        "Language models whose layers are mixed into a vector of each token, or of each word of a source: directories that --task lm wrote");

    private readonly Option<string?> _contextualLink = Flag.One(
        "--contextual-link", "Keep the language models' paths and SHA-256 in --output instead of copies");

    private readonly Option<OptionValue<int>> _contextualCache = WholeNumber.One(
        "--contextual-cache", "Most MiB of their vectors in memory; more go to a file in --output while training runs", least: 0, fallback: 1024);

    private readonly SectionOptions _corpus = Section(ConfigurationOptions.Data);
    private readonly SectionOptions _vocabulary = Section(ConfigurationOptions.Vocabulary);
    private readonly SectionOptions _model = Section(ConfigurationOptions.Model);
    private readonly SectionOptions _cell = Section(ConfigurationOptions.Cell);
    private readonly SectionOptions _layers = Section(ConfigurationOptions.Layers);
    private readonly SectionOptions _embeddings = Section(ConfigurationOptions.Embeddings);
    private readonly Option<string?> _strict = Flag.One("--strict", "Refuse bad lines of --pretrained, which are skipped otherwise");
    private readonly SectionOptions _features = Section(ConfigurationOptions.Features);
    private readonly SectionOptions _intents = Section(ConfigurationOptions.Intents);
    private readonly SectionOptions _mixes = Section(ConfigurationOptions.Contextual);
    private readonly SectionOptions _translator = Section(ConfigurationOptions.Translator);
    private readonly SectionOptions _languageModel = Section(ConfigurationOptions.LanguageModel);
    private readonly SectionOptions _translation = Section(ConfigurationOptions.Translation);
    private readonly SectionOptions _loss = Section(ConfigurationOptions.Loss);
    private readonly Option<string[]> _teacher = PathArgument.Options(
        "--teacher", "MODEL", "Trained taggers whose label probabilities for --train, their mean, are learnt beside the gold labels");

    private readonly SectionOptions _teachers = Section(ConfigurationOptions.Teachers);
    private readonly SectionOptions _optimizer = Section(ConfigurationOptions.Optimizer);
    private readonly SectionOptions _loop = Section(ConfigurationOptions.Loop);
    private readonly Option<string?> _mpi = Flag.One("--mpi", "Join the processes of an MPI launcher, which is done anyway where its environment shows it");
    private readonly ComputeOptions _compute = new();
    private readonly ToolConsole _console;

    /// <summary>The verb.</summary>
    /// <param name="console">Where progress and notes go.</param>
    public TrainVerb(ToolConsole console)
        : base("train", "Train a model on labelled files, on sentences and their translations, or on plain text.", WorkedExample)
    {
        _console = console;
        _train.Required = true;
        _output.Required = true;
        Add(new OptionGroup("Task", _task, _train, _valid, _output, _recipe, _from, _resume, _overwrite, _json));
        Add(_corpus.Group);
        Add(_vocabulary.GroupBefore(_fixedVocabulary));
        Add(_model.Group);
        Add(_cell.Group);
        Add(_layers.Group);
        Add(_embeddings.GroupBefore(_strict));
        Add(_features.Group);
        Add(_intents.Group);
        Add(_mixes.GroupAfter(_contextual, _contextualLink, _contextualCache));
        Add(_translator.Group);
        Add(_translation.GroupAfter(_sourceVocabulary, _targetVocabulary));
        Add(_languageModel.Group);
        Add(_loss.Group);
        Add(_teachers.GroupAfter(_teacher));
        Add(_optimizer.Group);
        Add(_loop.Group);
        Add(_compute.GroupWith(_mpi));
        RunToCompletion((parsed, cancellation) => ProcessGroup.Run(
            parsed.IsGiven(_mpi),
            console,
            group => TrainRun.Run(group is null ? Read(parsed) : group.Adapt(Read(parsed)), group, console, cancellation),
            cancellation));
    }

    /// <summary>Options that are applied one by one, in this order: a cell before its options. Those of a translator depend on each other.</summary>
    private SectionOptions[] Sections =>
    [
        _corpus, _vocabulary, _model, _cell, _layers, _embeddings, _features, _intents, _mixes, _languageModel, _translation, _loss, _teachers, _optimizer,
        _loop,
    ];

    /// <summary>Reads the request. Throws <see cref="InputException"/> where options exclude each other.</summary>
    public TrainRequest Read(ParseResult parsed)
    {
        if (parsed.IsGiven(_resume) && parsed.IsGiven(_overwrite))
            throw new InputException("--resume and --overwrite exclude each other");
        if (parsed.IsGiven(_strict) && (parsed.IsGiven(_resume) || _embeddings.Given(parsed, "--pretrained") is null))
            throw new InputException($"--strict is of no use {(parsed.IsGiven(_resume) ? "with --resume" : "without --pretrained")}");
        RequireUseWithFrom(parsed);
        string[] train = parsed.GetValue(_train) ?? [], valid = parsed.GetValue(_valid) ?? [];
        string? vectors = (string?)_embeddings.Given(parsed, "--pretrained");
        FilterInput.RequireOnce([.. train, .. valid, vectors, parsed.GetValue(_sourceVocabulary), parsed.GetValue(_targetVocabulary)]);
        if (valid.Length == 0 && Array.Find(["--metric", "--valid-beam"], name => _loop.Given(parsed, name) is not null) is { } useless)
            throw new InputException($"{useless} is of no use without --valid");
        bool isKnown = parsed.IsGiven(_resume) || parsed.IsGiven(_from);
        ModelTask? task = parsed.IsGiven(_task) ? parsed.ReadChoice<ModelTask>(_task) : isKnown ? null : ModelTask.Tag;
        if (task is { } given) RequireOptionsOf(given, parsed);
        return new TrainRequest
        {
            Task = task,
            SourceVocabulary = parsed.GetValue(_sourceVocabulary),
            TargetVocabulary = parsed.GetValue(_targetVocabulary),
            Train = train,
            Valid = valid,
            Output = parsed.GetRequiredValue(_output)!,
            From = parsed.GetValue(_from),
            FixedVocabulary = parsed.IsGiven(_fixedVocabulary),
            Resume = parsed.IsGiven(_resume),
            Overwrite = parsed.IsGiven(_overwrite),
            IsStrict = parsed.IsGiven(_strict),
            Embedding = (int?)_model.Given(parsed, "--embedding"),
            Contextual = parsed.GetValue(_contextual) ?? [],
            LinksContextual = parsed.IsGiven(_contextualLink),
            ContextualCache = (long)parsed.Read(_contextualCache) << 20,
            Teachers = parsed.GetValue(_teacher) ?? [],
            Configure = configuration => Apply(parsed, configuration),
            IsCrfOfRecipe = parsed.IsGiven(_recipe) && !parsed.IsGiven(_from) && _model.Given(parsed, "--crf") is null,
            Compute = _compute.Read(parsed),
            Json = parsed.IsGiven(_json),
        };
    }

    private static SectionOptions Section(ConfigurationSection section) => new(section, ModelConfiguration.DefaultsOf(ModelTask.Translate));

    /// <summary>Refuses options whose place a trained model takes, and those that need one.</summary>
    private void RequireUseWithFrom(ParseResult parsed)
    {
        if (parsed.IsGiven(_from))
            parsed.RequireNone([_sourceVocabulary, _targetVocabulary, _contextualLink, .. _embeddings.Options, _strict], _from.Name);
        if (!parsed.IsGiven(_fixedVocabulary)) return;
        if (!parsed.IsGiven(_from)) throw new InputException($"{_fixedVocabulary.Name} is of no use without {_from.Name}");
        string? choosing = Array.Find(["--min-count", "--max-vocab"], name => _vocabulary.Given(parsed, name) is not null);
        if (choosing is not null) throw new InputException($"{choosing} is of no use with {_fixedVocabulary.Name}");
    }

    /// <summary>Refuses options that only another task has a use for.</summary>
    private void RequireOptionsOf(ModelTask task, ParseResult parsed)
    {
        IEnumerable<Option> ofTranslators = task switch
        {
            ModelTask.Translate => [],
            ModelTask.Lm => [_targetVocabulary],
            _ => [_sourceVocabulary, _targetVocabulary],
        };
        if (task == ModelTask.Translate && parsed.IsGiven(_teacher))
        {
            throw new InputException(
                $"{_teacher.Name} is of no use with --task translate",
                "a translator learns from a teacher's translations: rnnctl translate TEACHER train.en --beam 5 > taught.de, then --train train.en taught.de");
        }

        IEnumerable<Option> ofReaders = task == ModelTask.Lm ? [_contextual, _contextualLink, _contextualCache, _teacher] : [];
        IEnumerable<Option> others = task == ModelTask.Tag ? ofTranslators : ofTranslators.Concat(ofReaders);
        parsed.RequireNone(others, $"--task {Choice.NameOf(task)}");
        foreach (SectionOptions section in Sections.Append(_translator)) section.RequireFor(task, parsed);
    }

    private ModelConfiguration Apply(ParseResult parsed, ModelConfiguration current)
    {
        RequireOptionsOf(current.Task, parsed);
        ModelConfiguration given = current;
        foreach (SectionOptions section in Sections) given = section.Apply(parsed, given);
        RecipeLayer? recipe = parsed.IsGiven(_recipe) ? new RecipeLayer(parsed.GetRequiredValue(_recipe), this, current.Task) : null;
        if (recipe is not null) given = recipe.Apply(parsed, Sections, option => IsFree(option, parsed), given);
        if (current.Task == ModelTask.Translate) given = ModelRules.ApplyTranslator(_translator, parsed, given);
        else given = _translator.Apply(parsed, given); // Those that another task has a use for too.
        if (recipe is not null) given = recipe.Apply(parsed, [_translator], option => IsFree(option, parsed), given);
        recipe?.Describe(_console);
        if (current.Architecture.Contextual is null && !parsed.IsGiven(_contextual)) RequireNoContextual(parsed);
        if (given.Training is { TeacherWeight: not null, Teachers: null } && !parsed.IsGiven(_teacher))
            throw new InputException("--teacher-weight is of no use without --teacher");
        RequireUse(parsed, given);
        ComputeSettings compute = _compute.Read(parsed);
        return ModelRules.CompleteCell(ModelRules.CompleteCharacters(given)) with
        {
            Training = given.Training with { Seed = compute.GivenSeed ?? given.Training.Seed, Threads = compute.Threads, Processes = null },
        };
    }

    /// <summary>Whether a recipe may change an option: not what the weights of <c>--from</c> decide. What a resumed run cannot change is an error.</summary>
    private bool IsFree(ConfigurationOption option, ParseResult parsed) =>
        !option.FixedByWeights || parsed.IsGiven(_resume) || !parsed.IsGiven(_from);

    /// <summary>Refuses the options of language models that are not there.</summary>
    private void RequireNoContextual(ParseResult parsed)
    {
        IEnumerable<Option> useless = _mixes.Options.Concat([_contextualLink, _contextualCache]);
        if (parsed.FirstGiven(useless) is { } option)
            throw new InputException($"{option.Name} is of no use without --contextual", "--contextual DIR names the directory of a language model");
    }

    /// <summary>Refuses options that exclude each other, or have no effect without another.</summary>
    private void RequireUse(ParseResult parsed, ModelConfiguration given)
    {
        ModelRules.RequireCharacters(_model, parsed, given);
        new FeatureColumns(given.Text.Features).Check("--features");
        if (given.Text.FeatureCount() == 0 && _features.Given(parsed, "--feature-embedding") is not null)
            throw new InputException("--feature-embedding is of no use without --features, --word-shape or --affixes");
        if (!given.Text.Intent && _intents.Given(parsed, "--intent-weight") is not null)
            throw new InputException("--intent-weight is of no use without --intent");
        if (_loop.Given(parsed, "--batch-size") is not null && _loop.Given(parsed, "--batch-tokens") is not null)
            throw new InputException("--batch-size and --batch-tokens exclude each other");
        ModelRules.RequireMetric(_loop, parsed, given);
        LossRules.Require(given);
        RequireUseWithVocabulary(parsed, given);
    }

    /// <summary>Refuses options that choose symbols where files list all of them.</summary>
    private void RequireUseWithVocabulary(ParseResult parsed, ModelConfiguration given)
    {
        Option[] files = given.Task switch
        {
            ModelTask.Lm => [_sourceVocabulary],
            ModelTask.Translate => [_sourceVocabulary, _targetVocabulary],
            _ => [],
        };
        if (files.Length == 0 || !files.All(parsed.IsGiven)) return;
        if (given.Architecture.LanguageModel?.Unit == TextUnit.Characters)
            throw new InputException("--unit characters and --src-vocab exclude each other");
        string? useless = Array.Find(["--min-count", "--max-vocab"], name => _vocabulary.Given(parsed, name) is not null);
        if (useless is null) return;
        string named = string.Join(" and ", files.Select(file => file.Name));
        throw new InputException($"{useless} is of no use with {named}", "rnnctl vocab has the option");
    }
}
