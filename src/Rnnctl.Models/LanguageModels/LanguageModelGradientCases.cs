using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Cells;
using Rnnctl.Models.Characters;

namespace Rnnctl.Models.LanguageModels;

/// <summary>Whole language models whose gradients are checked: one for each recurrent cell, and every architecture choice.</summary>
public static class LanguageModelGradientCases
{
    private static readonly LanguageModelArchitecture Small = new(
        Symbols: 7, Embedding: 4, CellCatalog.Find("lstm")!, Hidden: 5, Layers: 2, LanguageModelDirection.Both, Dropout: 0.2);

    private static readonly CharacterArchitecture Spelling = new(
        CharacterCell.Cnn, LanguageModelGradientCase.WindowCharacters, Embedding: 3, Hidden: 1)
    {
        Filters = [new FilterBank(1, 2), new FilterBank(2, 3), new FilterBank(3, 2)],
        Projection = Small.Embedding,
    };

    /// <summary>All cases, apart from those of a cell.</summary>
    public static IReadOnlyList<LanguageModelGradientCase> All { get; } =
    [
        new(Small),
        new(Small with { Direction = LanguageModelDirection.Forward }),
        new(Small with { Direction = LanguageModelDirection.Backward }),
        new(Small with { Embedding = 5, TieEmbeddings = true }),
        new(Small with { Variant = LayerVariant.Plain with { Residual = true, LayerNorm = true, LearnInitialState = true } }),
        new(Small with { Variant = LayerVariant.Plain with { RecurrentDropout = 0.3, Zoneout = 0.2 } }),
        new(Small with { DropoutVariant = new(Variational: true, Embedding: 0.3), Embedding = 5, TieEmbeddings = true }),
        new(Small with { Characters = Spelling }),
        new(Small with { Characters = Spelling with { Activation = ActivationKind.Relu, Highway = 2, WholeWindows = true } }),
        new(Small, samples: 3),
        new(Small with { Embedding = 5, TieEmbeddings = true }, samples: 3),
        new(Small with
        {
            Cell = CellCatalog.Create("lstm", new() { Projection = 3, CellClip = 0.4, ProjectionClip = 0.3 }),
            Variant = LayerVariant.Plain with { Residual = true },
            Embedding = 3,
            TieEmbeddings = true,
        }),
    ];

    /// <summary>The vectors that language models give to words.</summary>
    public static IReadOnlyList<ContextualLayersGradientCase> Contextual { get; } =
    [
        new(Small with { Variant = LayerVariant.Plain with { Residual = true } }),
        new(Small with { Direction = LanguageModelDirection.Backward, Layers = 1 }),
    ];

    /// <summary>A cell in one layer of both directions; none for a cell that carries no state.</summary>
    public static IReadOnlyList<LanguageModelGradientCase> OfCell(CellDefinition cell) =>
        cell.IsRecurrent ? [new(Small with { Cell = cell, Layers = 1 })] : [];
}
