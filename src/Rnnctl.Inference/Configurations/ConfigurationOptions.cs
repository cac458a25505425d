using Rnnctl.Text.Labels;

namespace Rnnctl.Inference.Configurations;

/// <summary>
/// Every option that <c>config.json</c> keeps, described once. The order is that of the help; a typed option is applied after those above it.
/// </summary>
public static class ConfigurationOptions
{
    /// <summary>How labelled files are read.</summary>
    public static ConfigurationSection Data => DataOptions.Section;

    /// <summary>Which tokens and labels a model knows.</summary>
    public static ConfigurationSection Vocabulary { get; } = new(
        "Vocabulary",
        Text("min_count", "Occurrences below which a token is unknown", OptionValues.Whole(1), t => t.MinCount, (t, x) => t with { MinCount = (int)x }).Free(),
        Text(
            "max_vocab", "The most tokens kept, the most frequent first (default: all)", OptionValues.Whole(1), t => t.MaxVocab,
            (t, x) => t with { MaxVocab = (int)x }).Free(),
        Text("lowercase", "Drop case", OptionValues.Flag, t => t.Lowercase, (t, x) => t with { Lowercase = (bool)x }),
        Text(
            "lowercase_target", "Drop case in a translator's target, which --lowercase and --digits-to-zero leave as it is; BLEU then ignores case",
            OptionValues.Flag, t => t.LowercaseTarget, (t, x) => t with { LowercaseTarget = (bool)x }).Only(ModelTask.Translate),
        Text("digits_to_zero", "Read every digit as 0", OptionValues.Flag, t => t.DigitsToZero, (t, x) => t with { DigitsToZero = (bool)x }),
        Text(
            "scheme", "How the labels that are learnt mark spans; they are given back as in --train", OptionValues.Members(typeof(LabelScheme)),
            t => t.Scheme, (t, x) => t with { Scheme = (LabelScheme)x }).Only(ModelTask.Tag),
        Text(
            "score", "What labels are scored by, in eval too: F1 over spans, or accuracy (default: spans where the labels of --train mark them)",
            OptionValues.Members(typeof(ScoreKind)), t => t.Score, (t, x) => t with { Score = (ScoreKind)x }).Only(ModelTask.Tag).Free());

    /// <summary>What a model is made of.</summary>
    public static ConfigurationSection Model => ModelOptions.Section;

    /// <summary>The options of single cells.</summary>
    public static ConfigurationSection Cell => LayerOptions.Cell;

    /// <summary>What recurrent layers may do beside the equations of their cell.</summary>
    public static ConfigurationSection Layers => LayerOptions.Layers;

    /// <summary>Where tokens' embeddings start from.</summary>
    public static ConfigurationSection Embeddings { get; } = new(
        "Embeddings",
        Training(
            "pretrained",
            "Vectors that known words start from, those of --valid among them: GloVe's or word2vec's, text or binary, gzipped or not; sets --embedding",
            OptionValues.Path, t => t.Pretrained, (t, x) => t with { Pretrained = (string)x }).Only(ModelTask.Tag).Fixed(),
        Training(
            "freeze_embeddings", "Leave the tokens' vectors as --pretrained has them", OptionValues.Flag, t => t.FreezeEmbeddings,
            (t, x) => t with { FreezeEmbeddings = (bool)x }).Only(ModelTask.Tag).Fixed());

    /// <summary>Further columns beside the token.</summary>
    public static ConfigurationSection Features { get; } = new(
        "Features",
        Text(
            "features", "Further columns to read beside the token: numbers from 1 of conll, or of conllu lemma, upos, xpos, feats, deprel",
            OptionValues.Columns, t => t.Features, (t, x) => t with { Features = (string)x }).Only(ModelTask.Tag),
        Architecture(
            "feature_embedding", "Length of a feature's vector", OptionValues.Width, a => a.FeatureEmbedding,
            (a, x) => a with { FeatureEmbedding = (int)x }).Only(ModelTask.Tag).Fixed());

    /// <summary>How a tagger reads the layers of language models.</summary>
    public static ConfigurationSection Contextual => ContextualOptions.Section;

    /// <summary>What a translator is made of beside its recurrent layers.</summary>
    public static ConfigurationSection Translator => TranslatorOptions.Translator;

    /// <summary>What a language model is made of in addition to its recurrent layers.</summary>
    public static ConfigurationSection LanguageModel => LanguageModelOptions.Section;

    /// <summary>How a translator learns from sentences and their translations.</summary>
    public static ConfigurationSection Translation => TranslatorOptions.Translation;

    /// <summary>The loss, and how labels are decoded without a conditional random field.</summary>
    public static ConfigurationSection Loss => LossOptions.Section;

    /// <summary>How a tagger learns from other taggers.</summary>
    public static ConfigurationSection Teachers => TeacherOptions.Section;

    /// <summary>The optimiser.</summary>
    public static ConfigurationSection Optimizer => TrainingOptions.Optimizer;

    /// <summary>The training loop.</summary>
    public static ConfigurationSection Loop => TrainingOptions.Loop;

    /// <summary>The threads. Every verb that computes has this option, and makes it with a default of its own.</summary>
    public static ConfigurationOption Threads { get; } = Training(
        "threads", "Threads of the CPU backend", OptionValues.Whole(1, TrainingConfiguration.MostThreads), t => t.Threads,
        (t, x) => t with { Threads = (int)x });

    /// <summary>The seed, likewise; a file may have any.</summary>
    public static ConfigurationOption Seed { get; } = Training(
        "seed", "Seed of every random number", new OptionValues(OptionKind.WholeNumber, Range: null, []), t => t.Seed,
        (t, x) => t with { Seed = (long)x }).Fixed();

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ConfigurationOption> All { get; } =
    [
        .. Data.Options,
        .. Vocabulary.Options, .. Model.Options, .. Cell.Options, .. Layers.Options, .. Embeddings.Options, .. Features.Options, .. Contextual.Options,
        .. Translator.Options,
        .. LanguageModel.Options,
        .. Translation.Options, .. Loss.Options, .. Teachers.Options, .. Optimizer.Options, .. Loop.Options, Threads, Seed,
    ];

    internal static ConfigurationOption Architecture(
        string key,
        string help,
        OptionValues values,
        Func<ArchitectureConfiguration, object?> get,
        Func<ArchitectureConfiguration, object, ArchitectureConfiguration> set) =>
        Option("architecture", key, help, values, c => get(c.Architecture), (c, x) => c with { Architecture = set(c.Architecture, x) });

    /// <summary>An option of the text; what was read cannot be read otherwise by a run that goes on.</summary>
    internal static ConfigurationOption Text(
        string key, string help, OptionValues values, Func<TextConfiguration, object?> get, Func<TextConfiguration, object, TextConfiguration> set) =>
        Option("text", key, help, values, c => get(c.Text), (c, x) => c with { Text = set(c.Text, x) }).Fixed();

    internal static ConfigurationOption Training(
        string key,
        string help,
        OptionValues values,
        Func<TrainingConfiguration, object?> get,
        Func<TrainingConfiguration, object, TrainingConfiguration> set) =>
        Option("training", key, help, values, c => get(c.Training), (c, x) => c with { Training = set(c.Training, x) }).Free();

    internal static ConfigurationOption Option(
        string part,
        string key,
        string help,
        OptionValues values,
        Func<ModelConfiguration, object?> get,
        Func<ModelConfiguration, object, ModelConfiguration> set) =>
        new()
        {
            Key = $"{part}.{key}",
            Name = "--" + key[(key.LastIndexOf('.') + 1)..].Replace('_', '-'),
            Help = help,
            Values = values,
            Get = get,
            Set = set,
        };
}
