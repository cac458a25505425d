using System.Numerics;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>What a stack of recurrent layers may do beside the equations of its cell.</summary>
public sealed record LayerVariant
{
    /// <summary>The layers of the textbook, which add nothing.</summary>
    public static LayerVariant Plain { get; } = new();

    /// <summary>Whether h_0 and c_0 are learnt, a row that all sequences share; else they are zeros.</summary>
    public bool LearnInitialState { get; init; }

    /// <summary>Whether a layer's input is added to its output, from the second layer on, where their widths are equal: y = x + layer(x).</summary>
    public bool Residual { get; init; }

    /// <summary>Why a cell cannot do this, or null where it can: <c>tdnn has no state to learn</c>.</summary>
    public string? RefusalBy(CellDefinition cell) =>
        LearnInitialState && !cell.HasMemory && !cell.ReadsHidden ? $"{cell.Name} has no state that starts anywhere" : null;

    /// <summary>The parameters of a layer in each direction: the cell's, then those of the variant.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="inputs">The width of the input.</param>
    /// <param name="hidden">H, the number of hidden units.</param>
    public IReadOnlyList<CellParameter> Parameters(CellDefinition cell, int inputs, int hidden)
    {
        List<CellParameter> parameters = [.. cell.Parameters(inputs, hidden)];
        if (LearnInitialState && cell.ReadsHidden) parameters.Add(new(CellParameterKind.InitialHidden, 1, hidden));
        if (LearnInitialState && cell.HasMemory) parameters.Add(new(CellParameterKind.InitialMemory, 1, hidden));
        return parameters;
    }

    /// <summary>What it is in words, to follow others: <c>, residual</c>; nothing of layers that add nothing.</summary>
    public override string ToString() => (LearnInitialState ? ", learnt initial state" : "") + (Residual ? ", residual" : "");

    /// <summary>What the next layer reads, <c>[N, directions · H]</c>: the layer's output, or the sum of its input and output.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="layer">The layer's number, from 0.</param>
    /// <param name="x">Its input, before any dropout.</param>
    /// <param name="y">Its output.</param>
    public Variable<T> OutputOf<T>(Tape<T> tape, int layer, Variable<T> x, Variable<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Residual && layer > 0 && x.Columns == y.Columns ? tape.Add(x, y) : y;
}
