using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Cells;
using Rnnctl.Models.Characters;
using Rnnctl.Models.LanguageModels;
using Rnnctl.Models.Translators;
using Rnnctl.Text.Labels;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Inference.Configurations;

/// <summary>
/// Every option that <c>config.json</c> keeps, described once. The order is that of the help; a typed option is applied after those above it.
/// </summary>
public static class ConfigurationOptions
{
    private const int Widest = ArchitectureConfiguration.LargestWidth;

    private static readonly OptionValues CellNames = OptionValues.OneOf([.. CellCatalog.Names]);
    private static readonly OptionValues Fraction = OptionValues.Real(Interval.Fraction);
    private static readonly OptionValues Activations = OptionValues.Members(typeof(ActivationKind));
    private static readonly OptionValues Width = OptionValues.Whole(1, Widest);
    private static readonly CellSettings UsualLstm = CellCatalog.Find("lstm")!.Options;
    private static readonly CellSettings UsualTimeDelay = CellCatalog.Find("tdnn")!.Options;

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
    public static ConfigurationSection Model { get; } = new(
        "Model",
        Architecture("cell", "Recurrent cell", CellNames, a => a.Cell, WithCell).Fixed(),
        Architecture(
            "hidden", "Units of the hidden state, in each direction; of a translator's encoder half as many", Width, a => a.Hidden,
            (a, x) => a with { Hidden = (int)x }).Fixed(),
        Architecture(
            "layers", "Recurrent layers; 0 labels each token by itself", OptionValues.Whole(0, ArchitectureConfiguration.MostLayers), a => a.Layers,
            (a, x) => a with { Layers = (int)x }).Fixed(),
        Architecture(
            "bidirectional", "Read the sentence from both ends (the default)", OptionValues.Flag, a => a.Bidirectional,
            (a, x) => a with { Bidirectional = (bool)x }).WithOff("Read the sentence from its start only").Not(ModelTask.Lm).Fixed(),
        Architecture("embedding", "Length of a token's vector", Width, a => a.Embedding, (a, x) => a with { Embedding = (int)x }).Fixed(),
        Architecture("dropout", "Share of activations dropped in training", Fraction, a => a.Dropout, (a, x) => a with { Dropout = (double)x }),
        Architecture(
            "crf", "Score a sentence's labels together, by a conditional random field", OptionValues.Flag, a => a.Crf,
            (a, x) => a with { Crf = (bool)x }).Only(ModelTask.Tag).Fixed(),
        Architecture(
            "self_attention", "Heads with which each sentence attends to itself, over the last layer's outputs; 0 for none", OptionValues.Whole(0, Widest),
            a => a.SelfAttention, (a, x) => a with { SelfAttention = (int)x }).Only(ModelTask.Tag).Fixed(),
        Architecture(
            "char_cell", "Make a vector of each word's characters, by this; of lm, which has cnn only, in place of the word's embedding",
            OptionValues.Members(typeof(CharacterCell)), a => a.CharCell, (a, x) => a with { CharCell = (CharacterCell)x }).Not(ModelTask.Translate).Fixed(),
        Architecture(
            "char_hidden", "Units of the characters' hidden state, in each direction, or filters of cnn", Width, a => a.CharHidden,
            (a, x) => a with { CharHidden = (int)x }).Only(ModelTask.Tag).Fixed(),
        Architecture(
            "char_embedding", "Length of a character's vector", Width, a => a.CharEmbedding,
            (a, x) => a with { CharEmbedding = (int)x }).Not(ModelTask.Translate).Fixed(),
        OfCharConvolution(
            "filters", "Filters of cnn by their widths (default: --char-hidden of width 3, of lm 1:25,2:50,3:75,4:100,5:125,6:150)",
            OptionValues.Text(FilterBank.Form, text => FilterBank.TryParse(text) is not null), c => c.Filters,
            (c, x) => c with { Filters = (string)x }).Named("--char-filters"),
        OfCharConvolution(
            "activation", "Activation of the filters of --char-filters", Activations, c => c.Activation,
            (c, x) => c with { Activation = (ActivationKind)x }).Named("--char-activation"),
        OfCharConvolution(
            "highway", "Highway layers over the filters of --char-filters", OptionValues.Whole(0, CharConvolutionConfiguration.MostHighwayLayers),
            c => c.Highway, (c, x) => c with { Highway = (int)x }));

    /// <summary>The options of single cells.</summary>
    public static ConfigurationSection Cell { get; } = new(
        "Cell",
        OfCell(
            "activation", "Activation of elman", OptionValues.OneOf([.. Activations.Choices.Where(choice => choice is not ActivationKind.Identity)]),
            ActivationKind.Tanh, c => c.Activation, (c, x) => c with { Activation = (ActivationKind)x }),
        OfCell(
            "cell_activation", "Activation of what lstm offers to its memory", Activations, ActivationKind.Tanh, c => c.CellActivation,
            (c, x) => c with { CellActivation = (ActivationKind)x }),
        OfCell(
            "output_activation", "Activation of what lstm reads from its memory", Activations, ActivationKind.Tanh, c => c.OutputActivation,
            (c, x) => c with { OutputActivation = (ActivationKind)x }),
        OfCell(
            "projection", "Width to which lstm projects its state, for its gates and for the next layer; 0 for none", OptionValues.Whole(0, Widest),
            UsualLstm.Projection!, c => c.Projection, (c, x) => c with { Projection = (int)x }),
        OfCell(
            "cell_clip", "Largest magnitude of the memory of lstm; 0 for no limit", OptionValues.Real(Interval.NotNegative),
            UsualLstm.CellClip!, c => c.CellClip, (c, x) => c with { CellClip = (double)x }),
        OfCell(
            "projection_clip", "Largest magnitude of the projected state of lstm; 0 for no limit", OptionValues.Real(Interval.NotNegative),
            UsualLstm.ProjectionClip!, c => c.ProjectionClip, (c, x) => c with { ProjectionClip = (double)x }),
        OfCell(
            "peephole", "Memories that a gate of lstm-peephole sees: its own unit's, or all", OptionValues.Members(typeof(PeepholeKind)),
            PeepholeKind.Diagonal, c => c.Peephole, (c, x) => c with { Peephole = (PeepholeKind)x }),
        OfCell(
            "window", "Earlier tokens that tdnn sees", OptionValues.Whole(1, ArchitectureConfiguration.LargestWindow),
            UsualTimeDelay.Window!, c => c.Window, (c, x) => c with { Window = (int)x }),
        OfCell(
            "dilation", "Steps between the tokens that tdnn sees", OptionValues.Whole(1, ArchitectureConfiguration.LargestDilation),
            UsualTimeDelay.Dilation!, c => c.Dilation, (c, x) => c with { Dilation = (int)x }));

    /// <summary>What recurrent layers may do beside the equations of their cell.</summary>
    public static ConfigurationSection Layers { get; } = new(
        "Layers",
        Architecture(
            "learn_initial_state", "Learn the state that every sequence starts from, instead of zeros", OptionValues.Flag, a => a.LearnInitialState,
            (a, x) => a with { LearnInitialState = (bool)x }).Fixed(),
        Architecture(
            "residual", "Add a layer's input to its output, from the second layer on", OptionValues.Flag, a => a.Residual,
            (a, x) => a with { Residual = (bool)x }).Fixed(),
        Architecture(
            "layer_norm", "Normalise the sums over the input and over the state, each over the units of all gates", OptionValues.Flag, a => a.LayerNorm,
            (a, x) => a with { LayerNorm = (bool)x }).Fixed(),
        Architecture(
            "recurrent_dropout", "Share of the state's units kept out of the recurrent product in training, one mask a sequence", Fraction,
            a => a.RecurrentDropout, (a, x) => a with { RecurrentDropout = (double)x }),
        Architecture(
            "zoneout", "Share of the state's units that keep their values at a step in training", Fraction, a => a.Zoneout,
            (a, x) => a with { Zoneout = (double)x }).Fixed().Free());

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
            "feature_embedding", "Length of a feature's vector", Width, a => a.FeatureEmbedding,
            (a, x) => a with { FeatureEmbedding = (int)x }).Only(ModelTask.Tag).Fixed());

    /// <summary>How a tagger reads the layers of language models.</summary>
    public static ConfigurationSection Contextual => ContextualOptions.Section;

    /// <summary>What a translator is made of beside its recurrent layers.</summary>
    public static ConfigurationSection Translator { get; } = new(
        "Translator",
        OfTranslator(
            "attention", "How the decoder scores the source's positions", OptionValues.Members(typeof(AttentionKind)), t => t.Attention,
            (t, x) => t with { Attention = (AttentionKind)x }),
        OfTranslator(
            "attention_query", "Decoder's state that asks: that of the step (Luong et al.) or the one before (Bahdanau et al.)",
            OptionValues.Members(typeof(AttentionQuery)), t => t.AttentionQuery, (t, x) => t with { AttentionQuery = (AttentionQuery)x }),
        OfTranslator("attention_heads", "Heads of scaled-dot", Width, t => t.AttentionHeads, (t, x) => t with { AttentionHeads = (int)x }),
        OfTranslator(
            "input_feeding", "Let each step read the vector from which the step before made its output", OptionValues.Flag, t => t.InputFeeding,
            (t, x) => t with { InputFeeding = (bool)x }),
        OfTranslator(
            "context", "Vector of fixed size that the encoder makes of a source", OptionValues.Members(typeof(ContextKind)), t => t.Context,
            (t, x) => t with { Context = (ContextKind)x }),
        OfTranslator(
            "context_use", "Where the decoder sees it (default: without attention as its first state, else nowhere)",
            OptionValues.Members(typeof(ContextUse)), t => t.ContextUse, (t, x) => t with { ContextUse = (ContextUse)x }),
        OfTranslator(
            "initial_state",
            "Decoder's first state, where that is not the context vector (default: copy, or zero where each step reads the context vector)",
            OptionValues.Members(typeof(InitialStateKind)), t => t.InitialState, (t, x) => t with { InitialState = (InitialStateKind)x }),
        OfTranslator(
            "decoder_cell", "Decoder's cell (default: that of --cell)", CellNames, t => t.DecoderCell, (t, x) => t with { DecoderCell = (string)x }),
        OfTranslator(
            "tie_embeddings", "Make the output layer's weight the table of the embeddings, of a translator the target's; also of lm",
            OptionValues.Flag, t => t.TieEmbeddings, (t, x) => t with { TieEmbeddings = (bool)x }).AlsoOfLanguageModels(c => AreTied(c), Tie),
        OfTranslator(
            "joint_vocabulary", "Give source and target one vocabulary and one table of embeddings", OptionValues.Flag, t => t.JointVocabulary,
            (t, x) => t with { JointVocabulary = (bool)x }));

    /// <summary>What a language model is made of in addition to its recurrent layers.</summary>
    public static ConfigurationSection LanguageModel { get; } = new(
        "Language model",
        OfLanguageModel(
            "unit", "What the model reads and predicts: words, which --src-vocab may segment, or characters, blanks included",
            OptionValues.Members(typeof(TextUnit)), m => m.Unit, (m, x) => m with { Unit = (TextUnit)x }),
        OfLanguageModel(
            "direction", "Direction in which the text is read; in both, the two share embeddings and output layer",
            OptionValues.Members(typeof(LanguageModelDirection)), m => m.Direction, (m, x) => m with { Direction = (LanguageModelDirection)x }),
        Training(
            "softmax", "Symbols that a prediction is compared with in training: all, or N drawn anew at each step; evaluation is always full",
            OptionValues.Text(SampledSoftmax.Form, SampledSoftmax.IsValue), t => t.Softmax, (t, x) => t with { Softmax = (string)x }).Only(ModelTask.Lm));

    /// <summary>How a translator learns from sentences and their translations.</summary>
    public static ConfigurationSection Translation { get; } = new(
        "Translation",
        Text(
            "max_length", "Most symbols of a side of a pair that is learnt from; 0 for no limit", OptionValues.Whole(0), t => t.MaxLength,
            (t, x) => t with { MaxLength = (int)x }).Only(ModelTask.Translate).Free(),
        Training(
            "label_smoothing", "Share of the probability that the loss spreads over all symbols", Fraction, t => t.LabelSmoothing,
            (t, x) => t with { LabelSmoothing = (double)x }).Only(ModelTask.Translate),
        Training(
            "scheduled_sampling", "Probability, rising to this with the updates, with which the decoder reads its own last symbol in training", Fraction,
            t => t.ScheduledSampling, (t, x) => t with { ScheduledSampling = (double)x }).Only(ModelTask.Translate),
        Training(
            "bpe_dropout", "Probability that a merge is left out at each step of segmenting the words of --train, anew at each update", Fraction,
            t => t.BpeDropout, (t, x) => t with { BpeDropout = (double)x }).Only(ModelTask.Translate));

    /// <summary>The optimiser.</summary>
    public static ConfigurationSection Optimizer { get; } = new(
        "Optimiser",
        Training(
            "optimizer", "Rule that turns gradients into new weights", OptionValues.Members(typeof(OptimizerKind)), t => t.Optimizer,
            (t, x) => t with { Optimizer = (OptimizerKind)x }).Fixed(),
        Training(
            "learning_rate", "Learning rate", OptionValues.Real(Interval.Positive), t => t.LearningRate,
            (t, x) => t with { LearningRate = (double)x }).Named("--lr"),
        Training(
            "schedule", "How the learning rate changes", OptionValues.Members(typeof(ScheduleKind)), t => t.Schedule,
            (t, x) => t with { Schedule = (ScheduleKind)x }),
        Training(
            "warmup", "Steps over which the learning rate rises from zero", OptionValues.Whole(0), t => t.Warmup, (t, x) => t with { Warmup = (int)x }),
        Training(
            "clip_norm", "Largest norm of all gradients together; 0 for no limit", OptionValues.Real(Interval.Positive), t => t.ClipNorm,
            (t, x) => t with { ClipNorm = (double)x > 0 ? (double)x : null }).ZeroForNone(),
        Training(
            "clip_value", "Largest absolute value of any gradient (default: no limit)", OptionValues.Real(Interval.Positive), t => t.ClipValue,
            (t, x) => t with { ClipValue = (double)x }),
        Training("weight_decay", "Weight decay", OptionValues.Real(Interval.NotNegative), t => t.WeightDecay, (t, x) => t with { WeightDecay = (double)x }),
        Training(
            "ema", "Decay of an exponential mean of the weights, such as 0.999, which is scored and saved in place of them; 0 for none", Fraction,
            t => t.Ema, (t, x) => t with { Ema = (double)x }).Fixed(),
        Training(
            "bptt", "Time steps that the gradient goes back; 0 for the whole sequence, of lm for windows of 35", OptionValues.Whole(0), t => t.Bptt,
            (t, x) => t with { Bptt = (int)x }),
        Training(
            "freeze", "Parameters that do not learn, by their names in inspect or by the beginnings of these: embedding, encoder.weight_hh_l0",
            OptionValues.Names, t => t.Freeze, (t, x) => t with { Freeze = (string)x }).Fixed());

    /// <summary>The training loop.</summary>
    public static ConfigurationSection Loop { get; } = new(
        "Loop",
        Training("epochs", "The most passes over the training data", OptionValues.Whole(1), t => t.Epochs, (t, x) => t with { Epochs = (int)x }),
        Training(
            "batch_size", "Sentences in a batch; of lm streams of text", OptionValues.Whole(1), t => t.BatchSize,
            (t, x) => t with { BatchSize = (int)x, BatchTokens = null }).Fixed(),
        Training(
            "batch_tokens", "Tokens in a batch, instead of --batch-size", OptionValues.Whole(1), t => t.BatchTokens,
            (t, x) => t with { BatchTokens = (int)x }).Not(ModelTask.Lm).Fixed(),
        Training(
            "patience", "Evaluations without a better score before training stops", OptionValues.Whole(1), t => t.Patience,
            (t, x) => t with { Patience = (int)x }),
        EvaluationOptions.Metric,
        EvaluationOptions.ValidBeam,
        Training(
            "evaluate_every", "Steps between evaluations (default: an epoch)", OptionValues.Whole(1), t => t.EvaluateEvery,
            (t, x) => t with { EvaluateEvery = (int)x }),
        Training(
            "stream", "Leave --train on the disk and read the sentences of each batch, where they are more than memory holds; of up to 1,048,576 sentences, "
            + "the batches and bits are the same as without",
            OptionValues.Flag, t => t.Stream, (t, x) => t with { Stream = (bool)x }).Not(ModelTask.Lm).Fixed());

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
        .. Translation.Options, .. Optimizer.Options, .. Loop.Options, Threads, Seed,
    ];

    /// <summary>Another cell forgets the options of the one before.</summary>
    private static ArchitectureConfiguration WithCell(ArchitectureConfiguration architecture, object cell) =>
        architecture with { Cell = (string)cell, CellOptions = Equals(cell, architecture.Cell) ? architecture.CellOptions : CellSettings.None };

    private static ConfigurationOption OfCell(
        string key, string help, OptionValues values, object usual, Func<CellSettings, object?> get, Func<CellSettings, object, CellSettings> set) =>
        Architecture($"cell_options.{key}", help, values, a => get(a.CellOptions), (a, x) => a with { CellOptions = set(a.CellOptions, x) })
            .Usually(usual).Fixed();

    private static ConfigurationOption OfCharConvolution(
        string key,
        string help,
        OptionValues values,
        Func<CharConvolutionConfiguration, object?> get,
        Func<CharConvolutionConfiguration, object, CharConvolutionConfiguration> set)
    {
        static CharConvolutionConfiguration Of(ArchitectureConfiguration architecture) => architecture.CharConvolution ?? CharConvolutionConfiguration.Default;
        return Architecture($"char_convolution.{key}", help, values, a => get(Of(a)), (a, x) => a with { CharConvolution = set(Of(a), x) })
            .Not(ModelTask.Translate).Fixed();
    }

    private static ConfigurationOption OfTranslator(
        string key,
        string help,
        OptionValues values,
        Func<TranslatorConfiguration, object?> get,
        Func<TranslatorConfiguration, object, TranslatorConfiguration> set)
    {
        static TranslatorConfiguration Of(ArchitectureConfiguration architecture) => architecture.Translator ?? TranslatorConfiguration.Default;
        return Architecture($"translator.{key}", help, values, a => get(Of(a)), (a, x) => a with { Translator = set(Of(a), x) })
            .Only(ModelTask.Translate).Fixed();
    }

    private static ConfigurationOption OfLanguageModel(
        string key,
        string help,
        OptionValues values,
        Func<LanguageModelConfiguration, object?> get,
        Func<LanguageModelConfiguration, object, LanguageModelConfiguration> set)
    {
        static LanguageModelConfiguration Of(ArchitectureConfiguration architecture) => architecture.LanguageModel ?? LanguageModelConfiguration.Default;
        return Architecture($"language_model.{key}", help, values, a => get(Of(a)), (a, x) => a with { LanguageModel = set(Of(a), x) })
            .Only(ModelTask.Lm).Fixed();
    }

    /// <summary>Whether the embeddings are also the output layer's weight: an option of translators and of language models.</summary>
    private static bool AreTied(ModelConfiguration configuration) => configuration.Task == ModelTask.Lm
        ? (configuration.Architecture.LanguageModel ?? LanguageModelConfiguration.Default).TieEmbeddings
        : (configuration.Architecture.Translator ?? TranslatorConfiguration.Default).TieEmbeddings;

    private static ModelConfiguration Tie(ModelConfiguration configuration, object tied)
    {
        ArchitectureConfiguration architecture = configuration.Architecture;
        LanguageModelConfiguration model = architecture.LanguageModel ?? LanguageModelConfiguration.Default;
        TranslatorConfiguration translator = architecture.Translator ?? TranslatorConfiguration.Default;
        return configuration with
        {
            Architecture = configuration.Task == ModelTask.Lm
                ? architecture with { LanguageModel = model with { TieEmbeddings = (bool)tied } }
                : architecture with { Translator = translator with { TieEmbeddings = (bool)tied } },
        };
    }

    private static ConfigurationOption Architecture(
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

    private static ConfigurationOption Training(
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
