using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Cells;
using Rnnctl.Models.Parameters;

namespace Rnnctl.Models.Characters;

/// <summary>Everything that determines a character encoder's parameters and equations.</summary>
/// <param name="Kind">The kind of encoder; not <see cref="CharacterCell.None"/>.</param>
/// <param name="Characters">The size of the vocabulary of characters.</param>
/// <param name="Embedding">E, the size of a character's embedding.</param>
/// <param name="Hidden">H, the hidden units in each direction, or the filters of a convolution without <see cref="Filters"/>.</param>
public sealed record CharacterArchitecture(CharacterCell Kind, int Characters, int Embedding, int Hidden)
{
    /// <summary>The prefix of the parameters' names.</summary>
    internal const string Prefix = "characters.";

    private const int UsualWindow = 3;

    /// <summary>The filters of a convolution, by their widths; empty for H filters over three characters (Ma and Hovy 2016).</summary>
    public IReadOnlyList<FilterBank> Filters { get; init; } = [];

    /// <summary>The activation of the filters.</summary>
    public ActivationKind Activation { get; init; } = ActivationKind.Tanh;

    /// <summary>The number of highway layers over the filters (Kim et al. 2016).</summary>
    public int Highway { get; init; }

    /// <summary>The size that the highway's output is projected to; 0 without a projection.</summary>
    public int Projection { get; init; }

    /// <summary>
    /// Whether a filter reads only windows that lie inside the sequence of characters, which holds symbols for the word's begin and end and for padding
    /// (Peters et al. 2018); otherwise there is a window around each character, with zeros beyond the word's ends.
    /// </summary>
    public bool WholeWindows { get; init; }

    /// <summary>The size of a word's vector: 2 H, or of a convolution the size of its projection or the number of its filters.</summary>
    public int Width => Kind != CharacterCell.Cnn ? 2 * Hidden : Projection > 0 ? Projection : FilterCount;

    /// <summary>The recurrent cell; null for a convolution.</summary>
    public CellDefinition? Cell => Kind switch
    {
        CharacterCell.Lstm or CharacterCell.LstmAttention => CellCatalog.Find("lstm"),
        CharacterCell.Gru => CellCatalog.Find("gru"),
        CharacterCell.Elman => CellCatalog.Find("elman"),
        _ => null,
    };

    /// <summary>The filters of a convolution.</summary>
    internal IReadOnlyList<FilterBank> Banks => Filters.Count > 0 ? Filters : [new FilterBank(UsualWindow, Hidden)];

    /// <summary>F, the number of filters of all widths.</summary>
    internal int FilterCount => Banks.Sum(bank => bank.Filters);

    /// <summary>All parameters, with PyTorch's names and shapes.</summary>
    public IEnumerable<ParameterShape> Parameters() =>
    [
        new(Prefix + "embedding.weight", [Characters, Embedding], new InitialValue(Distribution.Embedding)),
        .. Cell is { } cell ? RecurrentParameters(cell) : ConvolutionParameters(),
        .. Kind == CharacterCell.LstmAttention ? [CharacterAttention.Parameter(Width)] : (ParameterShape[])[],
    ];

    /// <summary>A description: <c>lstm</c>, <c>lstm-attention</c>, <c>cnn 1:32,2:32, 2 highway layers</c>.</summary>
    public override string ToString() =>
        (Kind == CharacterCell.LstmAttention ? "lstm-attention" : Kind.ToString().ToLowerInvariant())
        + (Filters.Count == 0 ? "" : " " + FilterBank.TextOf(Filters))
        + (Activation == ActivationKind.Tanh ? "" : " with " + Activation.ToString().ToLowerInvariant())
        + (Highway == 0 ? "" : Highway == 1 ? ", 1 highway layer" : $", {Highway} highway layers");

    /// <summary>The name of a bank of filters: <c>characters.convolution_0.</c>; without <see cref="Filters"/> there is one and no number.</summary>
    internal string BankName(int bank) => Filters.Count == 0 ? Prefix + "convolution." : $"{Prefix}convolution_{bank}.";

    /// <summary>The name of a highway layer: <c>characters.highway_0.</c>.</summary>
    internal static string HighwayName(int layer) => $"{Prefix}highway_{layer}.";

    private IEnumerable<ParameterShape> RecurrentParameters(CellDefinition cell)
    {
        IReadOnlyList<CellParameter> parameters = cell.Parameters(Embedding, Hidden);
        return CellInitialization.Shapes(cell, parameters, Prefix, "_l0").Concat(CellInitialization.Shapes(cell, parameters, Prefix, "_l0_reverse"));
    }

    /// <summary>A filter is a row. It reads the embeddings of its window's characters, joined.</summary>
    private IEnumerable<ParameterShape> ConvolutionParameters()
    {
        for (int bank = 0; bank < Banks.Count; bank++)
        {
            (int width, int filters) = Banks[bank];
            foreach (ParameterShape shape in LinearParameters(BankName(bank), filters, width * Embedding)) yield return shape;
        }

        for (int layer = 0; layer < Highway; layer++)
        {
            // Gates of σ(-2) carry most of the input through a new layer (Srivastava et al. 2015).
            string name = HighwayName(layer);
            foreach (ParameterShape shape in LinearParameters(name + "gate.", FilterCount, FilterCount, Distribution.MinusTwo)) yield return shape;
            foreach (ParameterShape shape in LinearParameters(name + "transform.", FilterCount, FilterCount)) yield return shape;
        }

        if (Projection == 0) yield break;
        foreach (ParameterShape shape in LinearParameters(Prefix + "projection.", Projection, FilterCount)) yield return shape;
    }

    private static ParameterShape[] LinearParameters(string name, int outputs, int inputs, Distribution bias = Distribution.Zero) =>
    [
        new(name + "weight", [outputs, inputs], new InitialValue(Distribution.Glorot)),
        new(name + "bias", [outputs], new InitialValue(bias)),
    ];
}
