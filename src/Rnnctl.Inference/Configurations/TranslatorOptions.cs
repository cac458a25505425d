using Rnnctl.Compute.Cells;
using Rnnctl.Models.Translators;
using static Rnnctl.Inference.Configurations.ConfigurationOptions;

namespace Rnnctl.Inference.Configurations;

/// <summary>The options of what a translator is made of, and of how it learns.</summary>
internal static class TranslatorOptions
{
    private static readonly OptionValues CellNames = OptionValues.OneOf([.. CellCatalog.Names]);

    /// <summary>What a translator is made of beside its recurrent layers.</summary>
    public static ConfigurationSection Translator { get; } = new(
        "Translator",
        OfTranslator(
            "attention", "How the decoder scores the source's positions", OptionValues.Members(typeof(AttentionKind)), t => t.Attention,
            (t, x) => t with { Attention = (AttentionKind)x }),
        OfTranslator(
            "attention_query", "Decoder's state that asks: that of the step (Luong et al.) or the one before (Bahdanau et al.)",
            OptionValues.Members(typeof(AttentionQuery)), t => t.AttentionQuery, (t, x) => t with { AttentionQuery = (AttentionQuery)x }),
        OfTranslator("attention_heads", "Heads of scaled-dot", OptionValues.Width, t => t.AttentionHeads, (t, x) => t with { AttentionHeads = (int)x }),
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
            "encoder_layers", "Layers of the encoder, at least those of the decoder (default: --layers, which both have)",
            OptionValues.Whole(1, ArchitectureConfiguration.MostLayers), t => t.EncoderLayers, (t, x) => t with { EncoderLayers = (int)x }),
        OfTranslator(
            "tie_embeddings", "Make the output layer's weight the table of the embeddings, of a translator the target's; also of lm",
            OptionValues.Flag, t => t.TieEmbeddings, (t, x) => t with { TieEmbeddings = (bool)x }).AlsoOfLanguageModels(c => AreTied(c), Tie),
        OfTranslator(
            "joint_vocabulary", "Give source and target one vocabulary and one table of embeddings", OptionValues.Flag, t => t.JointVocabulary,
            (t, x) => t with { JointVocabulary = (bool)x }));

    /// <summary>How a translator learns from sentences and their translations.</summary>
    public static ConfigurationSection Translation { get; } = new(
        "Translation",
        ConfigurationOptions.Text(
            "max_length", "Most symbols of a side of a pair that is learnt from; 0 for no limit", OptionValues.Whole(0), t => t.MaxLength,
            (t, x) => t with { MaxLength = (int)x }).Only(ModelTask.Translate).Free(),
        Training(
            "scheduled_sampling", "Probability, rising to this with the updates, with which the decoder reads its own last symbol in training",
            OptionValues.Fraction, t => t.ScheduledSampling, (t, x) => t with { ScheduledSampling = (double)x }).Only(ModelTask.Translate),
        Training(
            "bpe_dropout", "Probability that a merge is left out at each step of segmenting the words of --train, anew at each update",
            OptionValues.Fraction, t => t.BpeDropout, (t, x) => t with { BpeDropout = (double)x }).Only(ModelTask.Translate));

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
}
