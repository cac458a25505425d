using Rnnctl.Compute.Cells;
using Rnnctl.Models.Taggers;

namespace Rnnctl.Onnx.Tests;

/// <summary>Every recurrent cell with all values of its options, in ONNX Runtime and in a tagger of this project.</summary>
public class CellTests
{
    private static readonly LayerVariant[] Variants =
    [
        new() { LearnInitialState = true },
        new() { LayerNorm = true, Residual = true },
        new() { LayerNorm = true, Residual = true, LearnInitialState = true, Zoneout = 0.1 },
    ];

    public static TheoryData<int> Cells => [.. Enumerable.Range(0, CellCatalog.Variants.Count)];

    public static TheoryData<string> Names => [.. CellCatalog.Names];

    [Theory]
    [MemberData(nameof(Cells))]
    public void Cell_gives_the_same_labels_and_probabilities(int number)
    {
        CellDefinition cell = CellCatalog.Variants[number];
        TaggerComparison.Require(ArchitectureOf(cell, layers: 1, bidirectional: false));
        TaggerComparison.Require(ArchitectureOf(cell, layers: 2, bidirectional: true));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Additions_to_layers_give_the_same_labels_and_probabilities(string name)
    {
        CellDefinition cell = CellCatalog.Find(name)!;
        foreach (LayerVariant variant in Variants.Where(variant => variant.RefusalBy(cell) is null))
            TaggerComparison.Require(ArchitectureOf(cell, layers: 2, bidirectional: true) with { Variant = variant });
    }

    private static TaggerArchitecture ArchitectureOf(CellDefinition cell, int layers, bool bidirectional) =>
        new(Tokens: 9, Labels: 4, Embedding: 3, cell, Hidden: 5, layers, bidirectional, Dropout: 0);
}
