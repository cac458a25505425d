using Rnnctl.Compute.Cells;
using Rnnctl.Models.Contextual;
using Rnnctl.Models.LanguageModels;

namespace Rnnctl.Models.Translators;

/// <summary>Whole translators whose gradients are checked: one for each cell, and every architecture choice.</summary>
public static class TranslatorGradientCases
{
    private static readonly CellDefinition Lstm = CellCatalog.Find("lstm")!;
    private static readonly CellDefinition Gru = CellCatalog.Find("gru")!;

    private static readonly TranslatorArchitecture Small = new(
        SourceSymbols: 6, TargetSymbols: 5, Embedding: 4, Lstm, Lstm, Hidden: 6, Layers: 1, Bidirectional: true, Dropout: 0.2)
    {
        Attention = AttentionKind.Dot,
    };

    private static readonly TranslatorArchitecture FixedContext = Small with { Attention = AttentionKind.None, ContextUse = ContextUse.Initial };

    /// <summary>Every kind of attention, with the current and the previous state as query, with and without input feeding.</summary>
    public static IReadOnlyList<TranslatorGradientCase> OfAttention { get; } =
    [
        new(Small),
        new(Small with { Layers = 2 }),
        new(Small with { Attention = AttentionKind.General }),
        new(Small with { Attention = AttentionKind.Additive }),
        new(Small with { Attention = AttentionKind.ScaledDot, Heads = 3 }),
        new(Small with { InputFeeding = true }),
        new(Small with { Attention = AttentionKind.General, InputFeeding = true, Layers = 2 }),
        new(Small with { Attention = AttentionKind.Dot, Query = AttentionQuery.Previous }),
        new(Small with { Attention = AttentionKind.ScaledDot, Heads = 2, Query = AttentionQuery.Previous }),
        new(Small with { Attention = AttentionKind.Additive, Query = AttentionQuery.Previous, InitialState = InitialStateKind.Backward, DecoderCell = Gru }),
        new(Small with { ContextUse = ContextUse.EveryStep, Context = ContextKind.Mean }),
    ];

    /// <summary>Every kind of context vector, in every use.</summary>
    public static IReadOnlyList<TranslatorGradientCase> OfContext { get; } =
    [
        .. from context in Enum.GetValues<ContextKind>()
           from use in Enum.GetValues<ContextUse>()
           where use != ContextUse.None
           select new TranslatorGradientCase(FixedContext with { Context = context, ContextUse = use }),
        new(FixedContext with { ContextUse = ContextUse.None, Layers = 2 }),
        new(FixedContext with { ContextUse = ContextUse.None, Bidirectional = false }),
        new(FixedContext with { ContextUse = ContextUse.EveryStep, InitialState = InitialStateKind.Zero }),
        new(FixedContext with { ContextUse = ContextUse.None, InitialState = InitialStateKind.Backward, Layers = 2 }),
    ];

    /// <summary>Encoders with more layers than the decoder.</summary>
    public static IReadOnlyList<TranslatorGradientCase> OfDepth { get; } =
    [
        new(Small with { EncoderLayers = 2 }),
        new(Small with { Layers = 2, EncoderLayers = 3, InitialState = InitialStateKind.Backward, Variant = LayerVariant.Plain with { Residual = true } }),
    ];

    /// <summary>Shared embeddings, and layer variants.</summary>
    public static IReadOnlyList<TranslatorGradientCase> OfSharing { get; } =
    [
        new(Small with { Embedding = 6, TieEmbeddings = true }),
        new(Small with { Embedding = 6, TieEmbeddings = true, SourceSymbols = 5, JointVocabulary = true }),
        new(Small with { Layers = 2, Variant = LayerVariant.Plain with { Residual = true, LayerNorm = true, LearnInitialState = true } }),
        new(Small with { Variant = LayerVariant.Plain with { RecurrentDropout = 0.3, Zoneout = 0.2 } }),
        new(Small with { DropoutVariant = new(Variational: true, Embedding: 0.3) }),
        new(Small with { DropoutVariant = new(Variational: true, Embedding: 0.3), InputFeeding = true, Contextual = Contextual(ContextualPlace.Input) }),
    ];

    /// <summary>Mixed layers of language models at each place, frozen and learnt.</summary>
    public static IReadOnlyList<TranslatorGradientCase> OfContextualVectors { get; } =
    [
        new(Small with { Contextual = Contextual(ContextualPlace.Input) }),
        new(Small with { Contextual = Contextual(ContextualPlace.Output) with { LayerNorm = true }, Bidirectional = false }),
        new(FixedContext with { Contextual = Contextual(ContextualPlace.Both), Context = ContextKind.Mean, ContextUse = ContextUse.EveryStep }),
        new(Small with { Contextual = FineTuned, Attention = AttentionKind.General }),
    ];

    /// <summary>All cases, apart from those of a cell.</summary>
    public static IReadOnlyList<TranslatorGradientCase> All { get; } = [.. OfAttention, .. OfContext, .. OfDepth, .. OfSharing, .. OfContextualVectors];

    private static ContextualArchitecture FineTuned
    {
        get
        {
            var model = new LanguageModelArchitecture(Symbols: 5, Embedding: 3, Gru, Hidden: 3, Layers: 1, LanguageModelDirection.Both, Dropout: 0.2);
            return new([LayerShape.Of(model), LayerShape.Of(model)], ContextualPlace.Both) { Dropout = 0.3, L2 = 0.1, Learnt = [model, model] };
        }
    }

    private static ContextualArchitecture Contextual(ContextualPlace place) =>
        new([new LayerShape(2, 3), new LayerShape(3, 2)], place) { Dropout = 0.3, L2 = 0.1 };

    /// <summary>
    /// A cell in the encoder and in the decoder, or with an LSTM decoder if it is not recurrent; the decoder runs whole and step by step. None for a cell that
    /// projects its state.
    /// </summary>
    public static IReadOnlyList<TranslatorGradientCase> OfCell(CellDefinition cell)
    {
        if (cell.Options.Projection > 0) return [];
        CellDefinition decoder = cell.IsRecurrent ? cell : Lstm;
        TranslatorArchitecture architecture = Small with { EncoderCell = cell, DecoderCell = decoder };
        return [new(architecture), new(architecture with { InputFeeding = true })];
    }
}
