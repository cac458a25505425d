using Rnnctl.Compute.Cells;
using Rnnctl.Models.Characters;

namespace Rnnctl.Models.Taggers;

/// <summary>The whole taggers whose gradients are checked beside those around each cell.</summary>
public static class TaggerGradientCases
{
    private static readonly TaggerArchitecture Small = new(
        TaggerGradientCase.BatchTokens - 1, Labels: 3, Embedding: 4, CellCatalog.Find("lstm")!, Hidden: 5, Layers: 2, Bidirectional: true, Dropout: 0.3,
        Crf: true);

    /// <summary>Everything that can make a word's vector of its characters, over words of uneven lengths.</summary>
    public static IReadOnlyList<TaggerGradientCase> OfCharacters { get; } =
        [Spelled(CharacterCell.Lstm), Spelled(CharacterCell.Gru), Spelled(CharacterCell.Elman), Spelled(CharacterCell.Cnn)];

    /// <summary>Self-attention over the outputs of two layers in both directions, with a conditional random field and without.</summary>
    public static IReadOnlyList<TaggerGradientCase> OfSelfAttention { get; } =
        [new(Small with { SelfAttentionHeads = 2 }), new(Small with { SelfAttentionHeads = 5, Crf = false })];

    /// <summary>Features of tokens, alone and beside characters.</summary>
    public static IReadOnlyList<TaggerGradientCase> OfFeatures { get; } =
    [
        new(Small with { Features = [3, 2], FeatureEmbedding = 3 }),
        new(Small with { Features = [4], FeatureEmbedding = 2, Characters = Characters(CharacterCell.Cnn) }),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<TaggerGradientCase> All { get; } = [.. OfCharacters, .. OfSelfAttention, .. OfFeatures];

    private static TaggerGradientCase Spelled(CharacterCell kind) =>
        new(Small with { Characters = Characters(kind) });

    private static CharacterArchitecture Characters(CharacterCell kind) => new(kind, TaggerGradientCase.BatchCharacters, Embedding: 3, Hidden: 4);
}
