using Rnnctl.Compute.Cells;
using Rnnctl.Models.Parameters;

namespace Rnnctl.Models.Characters;

/// <summary>Everything that determines a character encoder's parameters and equations.</summary>
/// <param name="Kind">The kind of encoder; not <see cref="CharacterCell.None"/>.</param>
/// <param name="Characters">The size of the vocabulary of characters.</param>
/// <param name="Embedding">E, the size of a character's embedding.</param>
/// <param name="Hidden">H, the hidden units in each direction, or the filters of the convolution.</param>
public sealed record CharacterArchitecture(CharacterCell Kind, int Characters, int Embedding, int Hidden)
{
    /// <summary>The prefix of the parameters' names.</summary>
    internal const string Prefix = "characters.";

    /// <summary>The number of characters in the convolution's window.</summary>
    internal const int Window = 3;

    /// <summary>The size of a word's vector: 2 H, or H for a convolution.</summary>
    public int Width => Kind == CharacterCell.Cnn ? Hidden : 2 * Hidden;

    /// <summary>The recurrent cell; null for a convolution.</summary>
    public CellDefinition? Cell => Kind switch
    {
        CharacterCell.Lstm => CellCatalog.Find("lstm"),
        CharacterCell.Gru => CellCatalog.Find("gru"),
        CharacterCell.Elman => CellCatalog.Find("elman"),
        _ => null,
    };

    /// <summary>All parameters, with PyTorch's names and shapes.</summary>
    public IEnumerable<ParameterShape> Parameters() =>
    [
        new(Prefix + "embedding.weight", [Characters, Embedding], new InitialValue(Distribution.Embedding)),
        .. Cell is { } cell ? RecurrentParameters(cell) : ConvolutionParameters(),
    ];

    private IEnumerable<ParameterShape> RecurrentParameters(CellDefinition cell)
    {
        IReadOnlyList<CellParameter> parameters = cell.Parameters(Embedding, Hidden);
        return CellInitialization.Shapes(cell, parameters, Prefix, "_l0").Concat(CellInitialization.Shapes(cell, parameters, Prefix, "_l0_reverse"));
    }

    /// <summary>A filter is a row. It reads the embeddings of the previous, the current and the next character, joined.</summary>
    private ParameterShape[] ConvolutionParameters() =>
    [
        new(Prefix + "convolution.weight", [Hidden, Window * Embedding], new InitialValue(Distribution.Glorot)),
        new(Prefix + "convolution.bias", [Hidden], new InitialValue(Distribution.Zero)),
    ];
}
