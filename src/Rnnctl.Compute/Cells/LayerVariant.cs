using System.Globalization;
using System.Numerics;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Randomness;
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

    /// <summary>Whether the sums W x and U h' are normalised, each by itself over the units of all gates, before the bias is added (Ba et al. 2016).</summary>
    public bool LayerNorm { get; init; }

    /// <summary>The probability with which a unit of h' is dropped from the recurrent product while the layer learns: see <see cref="StateNoise"/>.</summary>
    public double RecurrentDropout { get; init; }

    /// <summary>The probability with which a unit of the state keeps its previous value while the layer learns: see <see cref="StateNoise"/>.</summary>
    public double Zoneout { get; init; }

    /// <summary>Why a cell cannot do this, or null where it can: <c>recurrent_dropout: mingru has no recurrent product to drop units from</c>.</summary>
    public string? RefusalBy(CellDefinition cell)
    {
        bool hasState = cell.HasMemory || cell.ReadsHidden;
        if (LearnInitialState && !hasState) return $"learn_initial_state: {cell.Name} has no state that could start anywhere but at zero";
        if (RecurrentDropout > 0 && !cell.HasRecurrentWeight) return $"recurrent_dropout: {cell.Name} has no recurrent product to drop units from";
        if (Zoneout > 0 && !hasState) return $"zoneout: {cell.Name} has no state whose units could keep their values";
        return null;
    }

    /// <summary>What is done at random to a layer's state, with masks of that key, or none where the layer does not learn.</summary>
    public StateNoise NoiseOf(DropoutKey? key) => new(RecurrentDropout, Zoneout, key);

    /// <summary>The parameters of a layer in each direction: the cell's, then those of the variant.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="inputs">The width of the input.</param>
    /// <param name="hidden">H, the number of hidden units.</param>
    public IReadOnlyList<CellParameter> Parameters(CellDefinition cell, int inputs, int hidden)
    {
        List<CellParameter> parameters = [.. cell.Parameters(inputs, hidden)];
        if (LayerNorm) parameters.Add(new(CellParameterKind.InputGain, 1, cell.Gates * hidden));
        if (LayerNorm && cell.HasRecurrentWeight) parameters.Add(new(CellParameterKind.RecurrentGain, 1, cell.Gates * hidden));

        // Zoneout reads h' of every cell.
        if (LearnInitialState && (cell.ReadsHidden || Zoneout > 0)) parameters.Add(new(CellParameterKind.InitialHidden, 1, hidden));
        if (LearnInitialState && cell.HasMemory) parameters.Add(new(CellParameterKind.InitialMemory, 1, hidden));
        return parameters;
    }

    /// <summary>What it is in words, to follow others: <c>, residual</c>; nothing of layers that add nothing.</summary>
    public override string ToString() =>
        (LearnInitialState ? ", learnt initial state" : "")
        + (Residual ? ", residual" : "")
        + (LayerNorm ? ", layer norm" : "")
        + (RecurrentDropout > 0 ? string.Create(CultureInfo.InvariantCulture, $", recurrent dropout {RecurrentDropout}") : "")
        + (Zoneout > 0 ? string.Create(CultureInfo.InvariantCulture, $", zoneout {Zoneout}") : "");

    /// <summary>What the next layer reads, <c>[N, directions · H]</c>: the layer's output, or the sum of its input and output.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="layer">The layer's number, from 0.</param>
    /// <param name="x">Its input, before any dropout.</param>
    /// <param name="y">Its output.</param>
    public Variable<T> OutputOf<T>(Tape<T> tape, int layer, Variable<T> x, Variable<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Residual && layer > 0 && x.Columns == y.Columns ? tape.Add(x, y) : y;
}
