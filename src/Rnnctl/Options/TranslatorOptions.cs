using System.CommandLine;
using Rnnctl.Compute.Cells;
using Rnnctl.Inference.Configurations;
using Rnnctl.Models.Translators;

namespace Rnnctl.Options;

/// <summary>The options that describe what a translator is made of beside its recurrent layers.</summary>
internal sealed class TranslatorOptions
{
    private static readonly TranslatorConfiguration Defaults = new();

    private readonly Option<string> _attention = Choice.One("--attention", "How the decoder scores the source's positions", Defaults.Attention);

    private readonly Option<string> _query = Choice.One(
        "--attention-query", "Decoder's state that asks: that of the step (Luong et al.) or the one before (Bahdanau et al.)", Defaults.AttentionQuery);

    private readonly Option<OptionValue<int>> _heads = WholeNumber.One(
        "--attention-heads", "Heads of scaled-dot", 1, Defaults.AttentionHeads, ArchitectureConfiguration.LargestWidth);

    private readonly Option<string?> _inputFeeding = Flag.One("--input-feeding", "Let each step read the vector from which the step before made its output");

    private readonly Option<string> _context = Choice.One("--context", "Vector of fixed size that the encoder makes of a source", Defaults.Context);

    private readonly Option<string> _contextUse = Choice.One(
        "--context-use", "Where the decoder sees it (default: without attention as its first state, else nowhere)", Choice.NamesOf(typeof(ContextUse)), "");

    private readonly Option<string> _initialState = Choice.One(
        "--initial-state",
        "Decoder's first state, where that is not the context vector (default: copy, or zero where each step reads the context vector)",
        Choice.NamesOf(typeof(InitialStateKind)),
        "");

    private readonly Option<string> _decoderCell = Choice.One(
        "--decoder-cell", "Decoder's cell (default: that of --cell)", [.. CellCatalog.Names], "");

    private readonly Option<string?> _tieEmbeddings = Flag.One("--tie-embeddings", "Make the output layer's weight the table of the target's embeddings");

    private readonly Option<string?> _jointVocabulary = Flag.One("--joint-vocabulary", "Give source and target one vocabulary and one table of embeddings");

    /// <summary>The options under their heading.</summary>
    public OptionGroup Group => new(
        "Translator",
        _attention,
        _query,
        _heads,
        _inputFeeding,
        _context,
        _contextUse,
        _initialState,
        _decoderCell,
        _tieEmbeddings,
        _jointVocabulary);

    /// <summary>Whether the user gave any of them.</summary>
    public bool AnyGiven(ParseResult parsed) => Group.Options.Any(parsed.IsGiven);

    /// <summary>A translator's configuration with what the user gave in place of what it held; where it held nothing, of a new translator.</summary>
    public ArchitectureConfiguration Apply(ParseResult parsed, ArchitectureConfiguration current) =>
        current with { Translator = Apply(parsed, current.Cell, current.Translator) };

    /// <summary>What a translator has beside its layers; where there is none yet, of a new model with that cell.</summary>
    private TranslatorConfiguration Apply(ParseResult parsed, string cell, TranslatorConfiguration? current)
    {
        TranslatorConfiguration held = current ?? Defaults with { DecoderCell = cell };
        AttentionKind attention = parsed.IsGiven(_attention) ? parsed.ReadChoice<AttentionKind>(_attention) : held.Attention;
        ContextUse use = parsed.IsGiven(_contextUse) ? parsed.ReadChoice<ContextUse>(_contextUse)
            : current is null ? UsualUse(attention, parsed.IsGiven(_initialState)) : held.ContextUse;
        return held with
        {
            DecoderCell = parsed.IsGiven(_decoderCell) ? parsed.GetRequiredValue(_decoderCell) : held.DecoderCell,
            Attention = attention,
            AttentionQuery = parsed.IsGiven(_query) ? parsed.ReadChoice<AttentionQuery>(_query) : held.AttentionQuery,
            AttentionHeads = parsed.ReadOr(_heads, held.AttentionHeads),
            InputFeeding = held.InputFeeding || parsed.IsGiven(_inputFeeding),
            Context = parsed.IsGiven(_context) ? parsed.ReadChoice<ContextKind>(_context) : held.Context,
            ContextUse = use,
            InitialState = parsed.IsGiven(_initialState) ? parsed.ReadChoice<InitialStateKind>(_initialState)
                : current is null ? UsualState(use) : held.InitialState,
            TieEmbeddings = held.TieEmbeddings || parsed.IsGiven(_tieEmbeddings),
            JointVocabulary = held.JointVocabulary || parsed.IsGiven(_jointVocabulary),
        };
    }

    /// <summary>A decoder that reads the context vector at each step, and is not asked to start from it, sees the source in no other way.</summary>
    private static InitialStateKind UsualState(ContextUse use) => use == ContextUse.EveryStep ? InitialStateKind.Zero : InitialStateKind.Copy;

    private static ContextUse UsualUse(AttentionKind attention, bool hasInitialState) =>
        attention == AttentionKind.None && !hasInitialState ? ContextUse.Initial : ContextUse.None;
}
