using Rnnctl.Compute.Cells;
using Rnnctl.Models.Attention;
using Rnnctl.Models.Characters;
using Rnnctl.Models.Contextual;
using Rnnctl.Models.Layers;
using Rnnctl.Models.Parameters;

namespace Rnnctl.Models.Taggers;

/// <summary>Everything that determines a tagger's parameters and equations.</summary>
/// <param name="Tokens">V, the size of the vocabulary.</param>
/// <param name="Labels">L, the number of labels.</param>
/// <param name="Embedding">E, the size of a token's embedding.</param>
/// <param name="Cell">The recurrent cell.</param>
/// <param name="Hidden">H, the hidden units of a layer in each direction.</param>
/// <param name="Layers">The number of recurrent layers; with 0, each token is labelled independently of the others.</param>
/// <param name="Bidirectional">Whether each layer also runs backward in time.</param>
/// <param name="Dropout">The dropout probability: of the embeddings and character vectors, between layers, and of the last
/// hidden states.</param>
/// <param name="Crf">Whether a conditional random field over the logits scores the labels of a sentence together.
/// </param>
public sealed record TaggerArchitecture(
    int Tokens, int Labels, int Embedding, CellDefinition Cell, int Hidden, int Layers, bool Bidirectional, double Dropout,
    bool Crf = false)
{
    /// <summary>The name of the label model in the names of its parameters.</summary>
    public const string LabelModel = "label_model";

    /// <summary>What the recurrent layers do in addition to their cell's equations.</summary>
    public LayerVariant Variant { get; init; } = LayerVariant.Plain;

    /// <summary>The kinds of dropout beside that of single activations.</summary>
    public DropoutVariant DropoutVariant { get; init; }

    /// <summary>The character encoder, whose vectors are joined to the tokens' embeddings; null without characters.</summary>
    public CharacterArchitecture? Characters { get; init; }

    /// <summary>The heads of self-attention over the last layer's outputs; 0 without self-attention.</summary>
    public int SelfAttentionHeads { get; init; }

    /// <summary>The sizes of the vocabularies of the tokens' features; empty without features.</summary>
    public IReadOnlyList<int> Features { get; init; } = [];

    /// <summary>The size of a feature's embedding.</summary>
    public int FeatureEmbedding { get; init; }

    /// <summary>Whether the tokens' embeddings are not trained.</summary>
    public bool FreezeEmbeddings { get; init; }

    /// <summary>What training minimises in place of the cross-entropy; only without a conditional random field.</summary>
    public TaggerLoss TrainingLoss { get; init; }

    /// <summary>
    /// Whether a language model of the labels scores their transitions in decoding; only without a conditional random field. Its parameters are counts of the
    /// training corpus and do not learn by gradients.
    /// </summary>
    public bool HasLabelModel { get; init; }

    /// <summary>The beginning of the names of the parameters of the chain that decodes: <c>crf</c>, <c>label_model</c>, or null without a chain.</summary>
    public string? ChainName => Crf ? "crf" : HasLabelModel ? LabelModel : null;

    /// <summary>The language models whose layers are mixed into vectors of the tokens; null without.</summary>
    public ContextualArchitecture? Contextual { get; init; }

    /// <summary>2 if the layers are bidirectional, otherwise 1.</summary>
    public int Directions => Bidirectional ? 2 : 1;

    /// <summary>The sizes of a token's vectors: of what the first layer reads, then of the output of each recurrent layer.</summary>
    public IReadOnlyList<int> EncoderWidths => [VectorWidth, .. Enumerable.Repeat(Stack.Width, Layers)];

    /// <summary>Self-attention over the last layer's outputs, or null.</summary>
    internal SelfAttentionArchitecture? SelfAttention => SelfAttentionHeads == 0 ? null : new(SelfAttentionHeads, EncoderWidth);

    /// <summary>The width of a token's embedding, character vector, feature embeddings and contextual vectors together.</summary>
    private int VectorWidth => Embedding + (Characters?.Width ?? 0) + (Features.Count * FeatureEmbedding) + (Contextual?.InputWidth ?? 0);

    private int EncoderWidth => Layers == 0 ? VectorWidth : Stack.Width;

    /// <summary>All parameters, with PyTorch's names and shapes.</summary>
    public IReadOnlyList<ParameterShape> Parameters()
    {
        var embedding = new ParameterShape("embedding.weight", [Tokens, Embedding], new InitialValue(Distribution.Embedding), FreezeEmbeddings);
        List<ParameterShape> shapes = [embedding.AsTable()];
        if (Characters is not null) shapes.AddRange(Characters.Parameters());
        for (int feature = 0; feature < Features.Count; feature++)
            shapes.Add(new ParameterShape(FeatureTable(feature), [Features[feature], FeatureEmbedding], new InitialValue(Distribution.Embedding)).AsTable());
        shapes.AddRange(Stack.Parameters());
        if (SelfAttention is not null) shapes.AddRange(SelfAttention.Parameters());
        if (Contextual is not null) shapes.AddRange(Contextual.Parameters());
        shapes.Add(new("output.weight", [Labels, EncoderWidth + (Contextual?.OutputWidth ?? 0)], new InitialValue(Distribution.Glorot)));
        shapes.Add(new("output.bias", [Labels], new InitialValue(Distribution.Zero)));
        if (ChainName is { } chain) shapes.AddRange(ChainParameters(chain));
        return shapes;
    }

    /// <summary>The recurrent layers.</summary>
    internal StackArchitecture Stack => new("encoder.", Cell, VectorWidth, Hidden, Layers, Directions, Variant, Dropout, FirstPlace: 0)
    {
        Top = Cell.AtTop(Labels),
        VariationalDropout = DropoutVariant.Variational,
    };

    /// <summary>The parameter name of a feature's embeddings: <c>feature_1.weight</c>.</summary>
    internal static string FeatureTable(int feature) => $"feature_{feature + 1}.weight";

    /// <summary>The names of pytorch-crf after the chain's own. All transitions start at 0.</summary>
    private ParameterShape[] ChainParameters(string name) =>
    [
        new($"{name}.transitions", [Labels, Labels], new InitialValue(Distribution.Zero), HasLabelModel),
        new($"{name}.start_transitions", [Labels], new InitialValue(Distribution.Zero), HasLabelModel),
        new($"{name}.end_transitions", [Labels], new InitialValue(Distribution.Zero), HasLabelModel),
    ];
}
