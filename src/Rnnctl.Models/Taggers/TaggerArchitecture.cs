using Rnnctl.Compute.Cells;
using Rnnctl.Models.Attention;
using Rnnctl.Models.Characters;
using Rnnctl.Models.Layers;
using Rnnctl.Models.Parameters;

namespace Rnnctl.Models.Taggers;

/// <summary>Everything that decides a tagger's parameters and equations.</summary>
/// <param name="Tokens">V, the size of the vocabulary.</param>
/// <param name="Labels">How many labels there are.</param>
/// <param name="Embedding">E, the size of a token's embedding.</param>
/// <param name="Cell">The recurrent cell.</param>
/// <param name="Hidden">H, the hidden units of a layer in each direction.</param>
/// <param name="Layers">How many recurrent layers there are; with none, each token is labelled by itself.</param>
/// <param name="Bidirectional">Whether each layer also runs from the end.</param>
/// <param name="Dropout">The probability with which an element is dropped: of the embeddings and the words' vectors, between layers, and of the last
/// hidden states.</param>
/// <param name="Crf">Whether the labels of a sentence are scored together, by a conditional random field over the logits, rather than each by itself.
/// </param>
public sealed record TaggerArchitecture(
    int Tokens, int Labels, int Embedding, CellDefinition Cell, int Hidden, int Layers, bool Bidirectional, double Dropout,
    bool Crf = false)
{
    /// <summary>What the recurrent layers do beside the equations of their cell.</summary>
    public LayerVariant Variant { get; init; } = LayerVariant.Plain;

    /// <summary>How words' vectors are made of their characters, joined to the tokens' embeddings; null where words are not spelled.</summary>
    public CharacterArchitecture? Characters { get; init; }

    /// <summary>The heads of the attention of each sentence to itself over the last layer's outputs; 0 where there is none.</summary>
    public int SelfAttentionHeads { get; init; }

    /// <summary>The sizes of the vocabularies of the features that tokens have beside their words; empty for none.</summary>
    public IReadOnlyList<int> Features { get; init; } = [];

    /// <summary>The size of a feature's embedding.</summary>
    public int FeatureEmbedding { get; init; }

    /// <summary>Whether the tokens' embeddings stay as they are while the rest learns.</summary>
    public bool FreezeEmbeddings { get; init; }

    /// <summary>1, or 2 where the layers are bidirectional.</summary>
    public int Directions => Bidirectional ? 2 : 1;

    /// <summary>The attention of each sentence to itself over the last layer's outputs, or null where there is none.</summary>
    internal SelfAttentionArchitecture? SelfAttention => SelfAttentionHeads == 0 ? null : new(SelfAttentionHeads, EncoderWidth);

    /// <summary>What a token's embedding, the vector of its characters and the embeddings of its features have together.</summary>
    private int VectorWidth => Embedding + (Characters?.Width ?? 0) + (Features.Count * FeatureEmbedding);

    private int EncoderWidth => Layers == 0 ? VectorWidth : Directions * Hidden;

    /// <summary>All parameters, with PyTorch's names and shapes.</summary>
    public IReadOnlyList<ParameterShape> Parameters()
    {
        var shapes = new List<ParameterShape> { new("embedding.weight", [Tokens, Embedding], new InitialValue(Distribution.Embedding), FreezeEmbeddings) };
        if (Characters is not null) shapes.AddRange(Characters.Parameters());
        for (int feature = 0; feature < Features.Count; feature++)
            shapes.Add(new(FeatureTable(feature), [Features[feature], FeatureEmbedding], new InitialValue(Distribution.Embedding)));
        shapes.AddRange(Stack.Parameters());
        if (SelfAttention is not null) shapes.AddRange(SelfAttention.Parameters());
        shapes.Add(new("output.weight", [Labels, EncoderWidth], new InitialValue(Distribution.Glorot)));
        shapes.Add(new("output.bias", [Labels], new InitialValue(Distribution.Zero)));
        if (Crf) shapes.AddRange(CrfParameters());
        return shapes;
    }

    /// <summary>The recurrent layers.</summary>
    internal StackArchitecture Stack => new("encoder.", Cell, VectorWidth, Hidden, Layers, Directions, Variant, Dropout, FirstPlace: 0)
    {
        Top = Cell.AtTop(Labels),
    };

    /// <summary>The name of a feature's embeddings: <c>feature_1.weight</c>.</summary>
    internal static string FeatureTable(int feature) => $"feature_{feature + 1}.weight";

    /// <summary>pytorch-crf's names; at first no label follows another more readily than the rest.</summary>
    private ParameterShape[] CrfParameters() =>
    [
        new("crf.transitions", [Labels, Labels], new InitialValue(Distribution.Zero)),
        new("crf.start_transitions", [Labels], new InitialValue(Distribution.Zero)),
        new("crf.end_transitions", [Labels], new InitialValue(Distribution.Zero)),
    ];
}
