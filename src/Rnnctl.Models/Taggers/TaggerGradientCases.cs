using Rnnctl.Compute.Cells;
using Rnnctl.Models.Characters;

namespace Rnnctl.Models.Taggers;

/// <summary>Whole taggers whose gradients are checked, in addition to a tagger for each cell.</summary>
public static class TaggerGradientCases
{
    private static readonly TaggerArchitecture Small = new(
        TaggerGradientCase.BatchTokens - 1, Labels: 3, Embedding: 4, CellCatalog.Find("lstm")!, Hidden: 5, Layers: 2, Bidirectional: true, Dropout: 0.3,
        Crf: true);

    /// <summary>Every character encoder, on words of different lengths.</summary>
    public static IReadOnlyList<TaggerGradientCase> OfCharacters { get; } =
    [
        Spelled(CharacterCell.Lstm), Spelled(CharacterCell.Gru), Spelled(CharacterCell.Elman), Spelled(CharacterCell.Cnn),
        new(Small with { Characters = Characters(CharacterCell.Cnn) with { Filters = [new FilterBank(1, 2), new FilterBank(4, 3)], Highway = 1 } }),
    ];

    /// <summary>Self-attention over two bidirectional layers, with and without a conditional random field.</summary>
    public static IReadOnlyList<TaggerGradientCase> OfSelfAttention { get; } =
        [new(Small with { SelfAttentionHeads = 2 }), new(Small with { SelfAttentionHeads = 5, Crf = false })];

    /// <summary>Features of tokens, with and without characters.</summary>
    public static IReadOnlyList<TaggerGradientCase> OfFeatures { get; } =
    [
        new(Small with { Features = [3, 2], FeatureEmbedding = 3 }),
        new(Small with { Features = [4], FeatureEmbedding = 2, Characters = Characters(CharacterCell.Cnn) }),
    ];

    /// <summary>All cases.</summary>
    public static IReadOnlyList<TaggerGradientCase> All { get; } = [.. OfCharacters, .. OfSelfAttention, .. OfFeatures];

    private static TaggerGradientCase Spelled(CharacterCell kind) =>
        new(Small with { Characters = Characters(kind) });

    private static CharacterArchitecture Characters(CharacterCell kind) => new(kind, TaggerGradientCase.BatchCharacters, Embedding: 3, Hidden: 4);
}
