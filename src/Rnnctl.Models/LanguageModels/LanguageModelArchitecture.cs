using Rnnctl.Compute.Cells;
using Rnnctl.Models.Characters;
using Rnnctl.Models.Layers;
using Rnnctl.Models.Parameters;

namespace Rnnctl.Models.LanguageModels;

/// <summary>Everything that determines a language model's parameters and equations.</summary>
/// <param name="Symbols">V, the size of the vocabulary; 0 for a model without an output layer, which makes vectors of words only.</param>
/// <param name="Embedding">E, the size of the vector of a symbol that the first layer reads.</param>
/// <param name="Cell">The recurrent cell.</param>
/// <param name="Hidden">H, the hidden units of a layer.</param>
/// <param name="Layers">The number of recurrent layers of each direction.</param>
/// <param name="Direction">The direction in which the model reads the text.</param>
/// <param name="Dropout">The dropout probability of the input of each layer and of the output layer.</param>
public sealed record LanguageModelArchitecture(
    int Symbols, int Embedding, CellDefinition Cell, int Hidden, int Layers, LanguageModelDirection Direction, double Dropout)
{
    // More than the most layers, so that each dropout mask of the model has its own place.
    private const int PlacesOfDirection = 1024;

    /// <summary>What the recurrent layers do in addition to their cell's equations.</summary>
    public LayerVariant Variant { get; init; } = LayerVariant.Plain;

    /// <summary>The kinds of dropout beside that of single activations. A sequence is a stream's part of a window, or a sentence.</summary>
    public DropoutVariant DropoutVariant { get; init; }

    /// <summary>What makes the first layer's vectors from the words' characters; null for a table of embeddings.</summary>
    public CharacterArchitecture? Characters { get; init; }

    /// <summary>Whether the embeddings are also the output layer's weight (Press and Wolf 2017).</summary>
    public bool TieEmbeddings { get; init; }

    /// <summary>2 if the model reads in both directions, otherwise 1.</summary>
    public int Directions => Direction == LanguageModelDirection.Both ? 2 : 1;

    /// <summary>The sizes of a word's vectors in <see cref="ContextualLayers{T}"/>, all directions together: of the input, then of each layer.</summary>
    public IReadOnlyList<int> ContextualWidths => [Directions * Stacks[0].Inputs, .. Enumerable.Repeat(Directions * Stacks[0].Width, Layers)];

    /// <summary>The recurrent layers of each direction, forward first. A backward model reads the reversed text, so no layer is bidirectional.</summary>
    internal IReadOnlyList<StackArchitecture> Stacks => Direction switch
    {
        LanguageModelDirection.Forward => [Stack("forward.", place: 0)],
        LanguageModelDirection.Backward => [Stack("backward.", place: 0)],
        _ => [Stack("forward.", place: 0), Stack("backward.", PlacesOfDirection)],
    };

    /// <summary>The number of the dropout mask on the output layer's input.</summary>
    internal int OutputPlace => Directions * PlacesOfDirection;

    /// <summary>The number of the random numbers that draw the sample of a sampled softmax.</summary>
    internal int SamplePlace => OutputPlace + 1;

    /// <summary>The width of a layer's output, which the output layer reads: H, or that of the cell's projection.</summary>
    public int Width => Cell.OutputWidth(Hidden);

    /// <summary>The numbers of a layer's state: h, and c of cells with a memory.</summary>
    internal int StateWidth => Width + (Cell.CarriesMemory ? Hidden : 0);

    /// <summary>The states of all layers, for each stream of text.</summary>
    internal int States => Directions * Layers;

    /// <summary>All parameters, with PyTorch's names and shapes.</summary>
    /// <param name="outputByRows">Whether training samples the softmax, so that an update reads only some rows of the output layer.</param>
    public IReadOnlyList<ParameterShape> Parameters(bool outputByRows = false)
    {
        List<ParameterShape> shapes = Characters is not null
            ? [.. Characters.Parameters()]
            : [new ParameterShape("embedding.weight", [Symbols, Embedding], new InitialValue(Distribution.Embedding)).AsTable(outputByRows || !TieEmbeddings)];
        foreach (StackArchitecture stack in Stacks) shapes.AddRange(stack.Parameters());
        if (Symbols == 0) return shapes;
        if (!TieEmbeddings) shapes.Add(new ParameterShape("output.weight", [Symbols, Width], new InitialValue(Distribution.Glorot)).AsTable(outputByRows));
        shapes.Add(new ParameterShape("output.bias", [Symbols], new InitialValue(Distribution.Zero)).AsTable(outputByRows));
        return shapes;
    }

    /// <summary>Returns why this language model cannot exist, or null if it can. The text starts with the option's name in <c>config.json</c>.</summary>
    public string? Mistake()
    {
        if (Layers < 1) return $"layers: a language model has at least one, found {Layers}";
        if (!Cell.IsRecurrent) return $"cell: {Cell.Name} has no state that a language model could carry through the text";
        if (Variant.RefusalBy(Cell) is { } refusal) return refusal;
        if (Characters is { Kind: not CharacterCell.Cnn }) return "char_cell: a language model reads characters by cnn only";
        if (Characters is not null && DropoutVariant.Embedding > 0) return "embedding_dropout: a model that reads characters has no table of embeddings";
        if (Characters is not null && TieEmbeddings) return "language_model.tie_embeddings: a model that reads characters has no table of embeddings";
        return TieEmbeddings && Embedding != Width
            ? $"language_model.tie_embeddings: the output layer reads {Width} numbers and an embedding has {Embedding}: give both the same size"
            : null;
    }

    /// <summary>A description: <c>lstm, 2 layers in both directions, tied embeddings</c>.</summary>
    public override string ToString() =>
        $"{Cell.Title}, {(Layers == 1 ? "1 layer" : $"{Layers} layers")} "
        + (Direction == LanguageModelDirection.Both ? "in both directions" : Direction == LanguageModelDirection.Forward ? "forward" : "backward")
        + Variant
        + DropoutVariant
        + (Characters is { } characters ? $", characters by {characters}" : "")
        + (TieEmbeddings ? ", tied embeddings" : "");

    private StackArchitecture Stack(string prefix, int place) => new(prefix, Cell, Embedding, Hidden, Layers, Directions: 1, Variant, Dropout, place)
    {
        VariationalDropout = DropoutVariant.Variational,
    };
}
