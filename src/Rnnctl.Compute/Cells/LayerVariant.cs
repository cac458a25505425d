using System.Globalization;
using System.Numerics;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cells;

/// <summary>Additions to a stack of recurrent layers, independent of the cell's equations.</summary>
public sealed record LayerVariant
{
    /// <summary>No additions: the textbook's layers.</summary>
    public static LayerVariant Plain { get; } = new();

    /// <summary>Whether h_0 and c_0 are learned, one row for all sequences; otherwise they are zeros.</summary>
    public bool LearnInitialState { get; init; }

    /// <summary>Whether a layer's input is added to its output: y = x + layer(x), from the second layer on, if the widths are equal.</summary>
    public bool Residual { get; init; }

    /// <summary>Whether W x and U h' are normalised, separately, over the units of all gates before the bias is added (Ba et al. 2016).</summary>
    public bool LayerNorm { get; init; }

    /// <summary>The probability that a unit of h' is dropped from the recurrent product during training: see <see cref="StateNoise"/>.</summary>
    public double RecurrentDropout { get; init; }

    /// <summary>The probability that a unit of the state keeps its previous value during training: see <see cref="StateNoise"/>.</summary>
    public double Zoneout { get; init; }

    /// <summary>
    /// Explains why a cell does not support these additions, or null if it does: <c>recurrent_dropout: mingru has no recurrent product to drop units from</c>.
    /// </summary>
    public string? RefusalBy(CellDefinition cell)
    {
        bool hasState = cell.HasMemory || cell.ReadsHidden;
        if (LearnInitialState && !hasState) return $"learn_initial_state: {cell.Name} has no initial state to learn";
        if (RecurrentDropout > 0 && !cell.HasRecurrentWeight) return $"recurrent_dropout: {cell.Name} has no recurrent product to drop units from";
        if (Zoneout > 0 && !hasState) return $"zoneout: {cell.Name} has no state that zoneout could keep";
        return null;
    }

    /// <summary>The random masks on a layer's state; the key is null outside training.</summary>
    public StateNoise NoiseOf(DropoutKey? key) => new(RecurrentDropout, Zoneout, key);

    /// <summary>The parameters of one direction of a layer: the cell's, then those of the additions.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="inputs">The width of the input.</param>
    /// <param name="hidden">H, the number of hidden units.</param>
    public IReadOnlyList<CellParameter> Parameters(CellDefinition cell, int inputs, int hidden)
    {
        List<CellParameter> parameters = [.. cell.Parameters(inputs, hidden)];
        if (LayerNorm) parameters.Add(new(CellParameterKind.InputGain, 1, cell.Gates * hidden));
        if (LayerNorm && cell.HasRecurrentWeight) parameters.Add(new(CellParameterKind.RecurrentGain, 1, cell.Gates * hidden));

        // Zoneout reads h' of every cell.
        if (LearnInitialState && (cell.ReadsHidden || Zoneout > 0)) parameters.Add(new(CellParameterKind.InitialHidden, 1, cell.OutputWidth(hidden)));
        if (LearnInitialState && cell.HasMemory) parameters.Add(new(CellParameterKind.InitialMemory, 1, hidden));
        return parameters;
    }

    /// <summary>A description to append to another one: <c>, residual</c>; empty without additions.</summary>
    public override string ToString() =>
        (LearnInitialState ? ", learnt initial state" : "")
        + (Residual ? ", residual" : "")
        + (LayerNorm ? ", layer norm" : "")
        + (RecurrentDropout > 0 ? string.Create(CultureInfo.InvariantCulture, $", recurrent dropout {RecurrentDropout}") : "")
        + (Zoneout > 0 ? string.Create(CultureInfo.InvariantCulture, $", zoneout {Zoneout}") : "");

    /// <summary>The next layer's input, <c>[N, directions · H]</c>: the layer's output, or the sum of its input and output.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="layer">The layer's number, from 0.</param>
    /// <param name="x">The layer's input, before dropout.</param>
    /// <param name="y">The layer's output.</param>
    public Variable<T> OutputOf<T>(Tape<T> tape, int layer, Variable<T> x, Variable<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Residual && layer > 0 && x.Columns == y.Columns ? tape.Add(x, y) : y;
}
