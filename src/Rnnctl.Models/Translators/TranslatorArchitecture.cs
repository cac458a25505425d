using System.Text.Json;
using Rnnctl.Compute.Cells;
using Rnnctl.Models.Contextual;
using Rnnctl.Models.Layers;
using Rnnctl.Models.Parameters;

namespace Rnnctl.Models.Translators;

/// <summary>Everything that determines a translator's parameters and equations.</summary>
/// <param name="SourceSymbols">The size of the source's vocabulary.</param>
/// <param name="TargetSymbols">V, the size of the target's vocabulary.</param>
/// <param name="Embedding">E, the size of a symbol's embedding.</param>
/// <param name="EncoderCell">The encoder's recurrent cell.</param>
/// <param name="DecoderCell">The decoder's recurrent cell.</param>
/// <param name="Hidden">
/// H, the decoder's hidden units and the width of the encoder's outputs; each direction of a bidirectional encoder has H / 2.
/// </param>
/// <param name="Layers">The number of layers of the decoder, and of the encoder where <see cref="EncoderLayers"/> is null.</param>
/// <param name="Bidirectional">Whether each layer of the encoder also runs backward in time.</param>
/// <param name="Dropout">The dropout probability of the input of each layer and of the output layer.</param>
public sealed record TranslatorArchitecture(
    int SourceSymbols, int TargetSymbols, int Embedding, CellDefinition EncoderCell, CellDefinition DecoderCell, int Hidden, int Layers, bool Bidirectional,
    double Dropout)
{
    private const int EncoderPlace = 0;
    private const int DecoderPlace = 1024;

    /// <summary>The number of the first dropout mask on mixed vectors of language models.</summary>
    internal const int ContextualPlaceNumber = 2048;

    /// <summary>What the recurrent layers do in addition to their cells' equations; only the encoder learns an initial state.</summary>
    public LayerVariant Variant { get; init; } = LayerVariant.Plain;

    /// <summary>The number of layers of the encoder, at least as many as the decoder has; null for as many.</summary>
    public int? EncoderLayers { get; init; }

    /// <summary>The kinds of dropout beside that of single activations, on both sides.</summary>
    public DropoutVariant DropoutVariant { get; init; }

    /// <summary>The kind of context vector.</summary>
    public ContextKind Context { get; init; }

    /// <summary>Where the decoder uses the context vector.</summary>
    public ContextUse ContextUse { get; init; } = ContextUse.None;

    /// <summary>The decoder's initial state, if it is not the context vector.</summary>
    public InitialStateKind InitialState { get; init; }

    /// <summary>The attention's score function.</summary>
    public AttentionKind Attention { get; init; }

    /// <summary>The state that is the attention's query.</summary>
    public AttentionQuery Query { get; init; }

    /// <summary>The number of heads of scaled dot-product attention.</summary>
    public int Heads { get; init; } = 1;

    /// <summary>Whether each step also reads the previous step's readout (input feeding; Luong et al. 2015, section 3.3).</summary>
    public bool InputFeeding { get; init; }

    /// <summary>Whether the target's embeddings are also the output layer's weight (Press and Wolf 2017).</summary>
    public bool TieEmbeddings { get; init; }

    /// <summary>Whether source and target share one vocabulary and its embeddings.</summary>
    public bool JointVocabulary { get; init; }

    /// <summary>The language models of the source's language whose layers are mixed into vectors of the source's words; null without.</summary>
    public ContextualArchitecture? Contextual { get; init; }

    /// <summary>Whether a step's input depends on the previous step's result, so that whole targets cannot be run at once.</summary>
    public bool RunsStepByStep => InputFeeding || QueriesPreviousState;

    /// <summary>Whether the previous state is the attention's query, so that the gates read the attended vector.</summary>
    internal bool QueriesPreviousState => Attention != AttentionKind.None && Query == AttentionQuery.Previous;

    /// <summary>Whether the context vector is the decoder's initial state.</summary>
    internal bool StartsFromContext => ContextUse is ContextUse.Initial or ContextUse.Both;

    /// <summary>Whether the decoder's initial state comes from the encoder's reverse direction at the first source symbol.</summary>
    internal bool StartsBackward => !StartsFromContext && InitialState == InitialStateKind.Backward;

    /// <summary>Whether the context vector is joined to each step's input.</summary>
    internal bool ReadsContext => ContextUse is ContextUse.EveryStep or ContextUse.Both;

    /// <summary>The encoder's layers. They read the embedding and the contextual vectors of the input.</summary>
    internal StackArchitecture Encoder => new(
        "encoder.", EncoderCell, Embedding + (Contextual?.InputWidth ?? 0), Bidirectional ? Hidden / 2 : Hidden, Layers + DeeperLayers,
        Bidirectional ? 2 : 1, Variant, Dropout, EncoderPlace)
    {
        VariationalDropout = DropoutVariant.Variational,
    };

    /// <summary>The decoder's layers. They read the embedding, the context vector, and the fed or attended vector.</summary>
    internal StackArchitecture Decoder => new(
        "decoder.", DecoderCell, Embedding + (ReadsContext ? Hidden : 0) + (RunsStepByStep ? Hidden : 0), Hidden, Layers, Directions: 1,
        Variant with { LearnInitialState = false }, Dropout, DecoderPlace)
    {
        VariationalDropout = DropoutVariant.Variational,
    };

    /// <summary>
    /// How many more layers the encoder has than the decoder. Counted from the top, each layer of the decoder belongs to one of the encoder, whose states it
    /// starts from: layer k to layer k + this.
    /// </summary>
    internal int DeeperLayers => (EncoderLayers ?? Layers) - Layers;

    /// <summary>The number of the dropout mask on the output layer's input.</summary>
    internal int OutputPlace => DecoderPlace + Layers;

    /// <summary>The vectors that attention multiplies by a weight, <c>[H, H]</c> each.</summary>
    internal IReadOnlyList<string> AttentionProjections => Attention switch
    {
        AttentionKind.Additive => ["query", "key"],
        AttentionKind.General => ["query"],
        AttentionKind.ScaledDot => ["query", "key", "value", "output"],
        _ => [],
    };

    /// <summary>The parameter name of the source's embeddings.</summary>
    internal string SourceTable => JointVocabulary ? "embedding.weight" : "source_embedding.weight";

    /// <summary>The parameter name of the target's embeddings.</summary>
    internal string TargetTable => JointVocabulary ? "embedding.weight" : "target_embedding.weight";

    /// <summary>All parameters, with names and shapes as in PyTorch.</summary>
    public IReadOnlyList<ParameterShape> Parameters()
    {
        var shapes = new List<ParameterShape> { Table(SourceTable, SourceSymbols, isOutput: TieEmbeddings && JointVocabulary) };
        if (!JointVocabulary) shapes.Add(Table(TargetTable, TargetSymbols, isOutput: TieEmbeddings));
        shapes.AddRange(Encoder.Parameters());
        shapes.AddRange(ContextualParameters());
        shapes.AddRange(BridgeParameters());
        shapes.AddRange(Decoder.Parameters());
        shapes.AddRange(AttentionParameters());
        if (!TieEmbeddings) shapes.Add(new("output.weight", [TargetSymbols, Hidden], new InitialValue(Distribution.Glorot)));
        shapes.Add(new("output.bias", [TargetSymbols], new InitialValue(Distribution.Zero)));
        return shapes;
    }

    /// <summary>Returns why this translator cannot exist, or null if it can. The text starts with the option's name in <c>config.json</c>.</summary>
    public string? Mistake()
    {
        if (Bidirectional && Hidden % 2 != 0) return $"hidden: expected an even number, half for each direction of the encoder, found {Hidden}";
        if (EncoderCell.Options.Projection > 0 || DecoderCell.Options.Projection > 0)
            return "cell_options.projection: a translator's cells have no projection";
        if (DeeperLayers < 0)
            return $"translator.encoder_layers: expected at least as many as the decoder's layers, {Layers}, found {EncoderLayers}";
        if (!DecoderCell.IsRecurrent) return $"translator.decoder_cell: {DecoderCell.Name} has no state that a decoder could carry from step to step";
        if (EncoderCell.IsRecurrent && Variant.RefusalBy(EncoderCell) is { } byEncoder) return byEncoder;
        if ((Variant with { LearnInitialState = false }).RefusalBy(DecoderCell) is { } byDecoder) return byDecoder;
        if (TieEmbeddings && Embedding != Hidden)
            return $"translator.tie_embeddings: the output layer reads {Hidden} numbers and an embedding has {Embedding}: give both the same size";
        return MistakeInSource() ?? MistakeInAttention() ?? MistakeInContext();
    }

    /// <summary>A description: <c>lstm encoder in both directions, lstm decoder, dot attention</c>.</summary>
    public override string ToString() =>
        $"{EncoderCell.Title} encoder{(Bidirectional ? " in both directions" : "")}, {DecoderCell.Title} decoder"
        + (Layers == 1 ? "" : $", {Layers} layers")
        + (DeeperLayers == 0 ? "" : $", {EncoderLayers} in the encoder")
        + Variant
        + DropoutVariant
        + (ContextUse == ContextUse.None ? "" : $", {NameOf(Context)} context {NameOf(ContextUse)}")
        + (StartsFromContext || InitialState == InitialStateKind.Copy ? "" : $", initial state {NameOf(InitialState)}")
        + (Attention == AttentionKind.None ? "" : $", {NameOf(Attention)} attention")
        + (Heads == 1 ? "" : $" with {Heads} heads")
        + (QueriesPreviousState ? " asked by the state before" : "")
        + (InputFeeding ? ", input feeding" : "")
        + (TieEmbeddings ? ", tied embeddings" : "")
        + (JointVocabulary ? ", joint vocabulary" : "")
        + Contextual;

    private string? MistakeInSource()
    {
        if (StartsFromContext && InitialState != InitialStateKind.Copy)
            return "translator.initial_state: context_use makes the context vector the decoder's initial state already";
        if (StartsBackward && !Bidirectional)
            return "translator.initial_state: backward needs an encoder that runs in both directions";
        bool seesSource = Attention != AttentionKind.None || ContextUse != ContextUse.None || InitialState != InitialStateKind.Zero;
        return seesSource ? null : "translator.initial_state: zero needs attention or a context vector, else the decoder sees nothing of the source";
    }

    private string? MistakeInAttention()
    {
        bool attends = Attention != AttentionKind.None;
        if (!attends && Query == AttentionQuery.Previous) return "translator.attention_query: needs attention";
        if (InputFeeding && !attends) return "translator.input_feeding: needs attention";
        if (InputFeeding && QueriesPreviousState)
            return "translator.input_feeding: needs the attention query current; with previous, each step reads the attended vector already";
        if (Heads > 1 && Attention != AttentionKind.ScaledDot) return "translator.attention_heads: only scaled-dot attention has several heads";
        if (Hidden % Heads != 0) return $"translator.attention_heads: {Heads} heads do not divide the {Hidden} columns of the encoder's outputs";
        if (!RunsStepByStep) return null;
        const string StepByStep = "not available with input feeding or the attention query previous, as the decoder then runs step by step";
        if (Variant.RecurrentDropout > 0) return $"recurrent_dropout: {StepByStep}";
        return Variant.Zoneout > 0 ? $"zoneout: {StepByStep}" : null;
    }

    private string? MistakeInContext()
    {
        bool readsOutputs = Attention != AttentionKind.None || (ContextUse != ContextUse.None && Context == ContextKind.Mean);
        return readsOutputs || Contextual is not { OutputWidth: > 0 }
            ? null
            : "contextual.at: output and both need attention or the context mean, else nothing reads the encoder's outputs";
    }

    private static string NameOf(Enum value) => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>A table of embeddings. Each update reads all of its rows if it is the output layer's weight too.</summary>
    private ParameterShape Table(string name, int symbols, bool isOutput) =>
        new ParameterShape(name, [symbols, Embedding], new InitialValue(Distribution.Embedding)).AsTable(isReadInPart: !isOutput);

    private IEnumerable<ParameterShape> ContextualParameters()
    {
        if (Contextual is null) return [];
        ParameterShape[] join = [Weight("joined.weight", Hidden, Hidden + Contextual.OutputWidth), Bias("joined.bias", Hidden)];
        return Contextual.Parameters().Concat(Contextual.OutputWidth > 0 ? join : []);
    }

    private IEnumerable<ParameterShape> BridgeParameters()
    {
        bool usesContext = ContextUse != ContextUse.None;
        if (usesContext && Context == ContextKind.Transform)
        {
            yield return Weight("context.weight", Hidden, Hidden);
            yield return Bias("context.bias", Hidden);
        }

        if (!StartsBackward) yield break;
        for (int layer = 0; layer < Layers; layer++) yield return Weight($"initial.weight_l{layer}", Hidden, Hidden / 2);
    }

    private IEnumerable<ParameterShape> AttentionParameters()
    {
        if (Attention == AttentionKind.None) yield break;
        foreach (string projection in AttentionProjections) yield return Weight($"attention.{projection}.weight", Hidden, Hidden);
        if (Attention == AttentionKind.Additive)
        {
            yield return Bias("attention.query.bias", Hidden);
            yield return new("attention.scorer", [Hidden], new InitialValue(Distribution.Embedding));
        }

        yield return Weight("readout.weight", Hidden, 2 * Hidden);
        yield return Bias("readout.bias", Hidden);
    }

    private static ParameterShape Weight(string name, int rows, int columns) => new(name, [rows, columns], new InitialValue(Distribution.Glorot));

    private static ParameterShape Bias(string name, int columns) => new(name, [columns], new InitialValue(Distribution.Zero));
}
