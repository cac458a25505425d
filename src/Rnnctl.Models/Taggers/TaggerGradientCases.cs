using Rnnctl.Compute.Cells;
using Rnnctl.Models.Characters;
using Rnnctl.Models.Contextual;
using Rnnctl.Models.LanguageModels;

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

    /// <summary>Mixed layers of language models at each place, with each option.</summary>
    public static IReadOnlyList<TaggerGradientCase> OfContextualVectors { get; } =
    [
        new(Small with { Contextual = Contextual(ContextualPlace.Input) }),
        new(Small with { Contextual = Contextual(ContextualPlace.Output) with { LayerNorm = true }, SelfAttentionHeads = 2, Crf = false }),
        new(Small with { Contextual = Contextual(ContextualPlace.Both), Features = [3], FeatureEmbedding = 2, Crf = false }),
        new(Small with { Contextual = FineTuned(LanguageModelDirection.Both, embedding: 3) with { LayerNorm = true }, Crf = false }),
        new(Small with { Contextual = FineTuned(LanguageModelDirection.Backward, embedding: 2) }),
        new(Small with { Contextual = FineTuned(LanguageModelDirection.Both, embedding: 3, Spelling), Crf = false }),
    ];

    /// <summary>Losses other than the cross-entropy.</summary>
    public static IReadOnlyList<TaggerGradientCase> OfLosses { get; } =
    [
        new(Small with { Crf = false, TrainingLoss = new TaggerLoss(LabelSmoothing: 0.2, Focal: 0) }),
        new(Small with { Crf = false, TrainingLoss = new TaggerLoss(LabelSmoothing: 0, Focal: 2) }),
    ];

    /// <summary>Teachers' distributions in the loss, with and without a conditional random field.</summary>
    public static IReadOnlyList<TaggerGradientCase> OfTeachers { get; } =
        [new(Small, teacherWeight: 0.4), new(Small with { Crf = false }, teacherWeight: 1)];

    /// <summary>Dropout of whole embeddings, and one mask for each sentence.</summary>
    public static IReadOnlyList<TaggerGradientCase> OfDropout { get; } =
    [
        new(Small with { DropoutVariant = new(Variational: true, Embedding: 0.3) }),
        new(Small with
        {
            DropoutVariant = new(Variational: true, Embedding: 0.3),
            Characters = Characters(CharacterCell.Cnn),
            SelfAttentionHeads = 2,
            Crf = false,
        }),
    ];

    /// <summary>All cases.</summary>
    public static IReadOnlyList<TaggerGradientCase> All { get; } =
        [.. OfCharacters, .. OfSelfAttention, .. OfFeatures, .. OfContextualVectors, .. OfLosses, .. OfTeachers, .. OfDropout];

    private static ContextualArchitecture Contextual(ContextualPlace place) =>
        new([new LayerShape(3, 4), new LayerShape(2, 3)], place) { Dropout = 0.3, L2 = 0.1 };

    private static CharacterArchitecture Spelling => new(CharacterCell.Cnn, GradientWords.MostCharacters, Embedding: 3, Hidden: 1)
    {
        Filters = [new FilterBank(1, 2), new FilterBank(2, 3)],
        Highway = 1,
        Projection = 3,
    };

    private static ContextualArchitecture FineTuned(LanguageModelDirection direction, int embedding, CharacterArchitecture? characters = null)
    {
        var model = new LanguageModelArchitecture(
            TaggerGradientCase.BatchTokens - 1, embedding, CellCatalog.Find("lstm")!, Hidden: 3, Layers: 2, direction, Dropout: 0.2)
        {
            Characters = characters,
        };
        return new([LayerShape.Of(model)], ContextualPlace.Both) { Dropout = 0.3, L2 = 0.1, Learnt = [model] };
    }

    private static TaggerGradientCase Spelled(CharacterCell kind) =>
        new(Small with { Characters = Characters(kind) });

    private static CharacterArchitecture Characters(CharacterCell kind) => new(kind, TaggerGradientCase.BatchCharacters, Embedding: 3, Hidden: 4);
}
