using Rnnctl.Compute.Cells;
using Rnnctl.Models.Parameters;

namespace Rnnctl.Models.Characters;

/// <summary>Everything that decides how a word's vector is made of its characters.</summary>
/// <param name="Kind">By what; not <see cref="CharacterCell.None"/>.</param>
/// <param name="Characters">The size of the vocabulary of characters.</param>
/// <param name="Embedding">E, the size of a character's embedding.</param>
/// <param name="Hidden">H, the hidden units in each direction, or the filters of the convolution.</param>
public sealed record CharacterArchitecture(CharacterCell Kind, int Characters, int Embedding, int Hidden)
{
    /// <summary>How every parameter's name starts.</summary>
    internal const string Prefix = "characters.";

    /// <summary>How many characters the convolution sees at once.</summary>
    internal const int Window = 3;

    /// <summary>The size of a word's vector: 2 H, or H of a convolution.</summary>
    public int Width => Kind == CharacterCell.Cnn ? Hidden : 2 * Hidden;

    /// <summary>The recurrent cell; null of a convolution.</summary>
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

    /// <summary>A filter a row, which reads the embeddings of the character before, the character itself and the one after, side by side.</summary>
    private ParameterShape[] ConvolutionParameters() =>
    [
        new(Prefix + "convolution.weight", [Hidden, Window * Embedding], new InitialValue(Distribution.Glorot)),
        new(Prefix + "convolution.bias", [Hidden], new InitialValue(Distribution.Zero)),
    ];
}
