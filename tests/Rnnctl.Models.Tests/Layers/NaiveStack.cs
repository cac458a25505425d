using Rnnctl.Compute.Cells;

namespace Rnnctl.Models.Tests.Layers;

/// <summary>
/// Recurrent layers over one another, computed number by number and one sequence at a time, as a model runs that does not learn. Shares no code with the
/// layers under test.
/// </summary>
/// <param name="prefix">How the parameters' names start.</param>
/// <param name="cell">The cell.</param>
/// <param name="hidden">The hidden units in each direction.</param>
/// <param name="layers">How many layers there are.</param>
/// <param name="bidirectional">Whether each layer also reads from the end.</param>
/// <param name="variant">What the layers do beside the cell's equations.</param>
/// <param name="parameters">All parameters of the model by name.</param>
internal sealed class NaiveStack(
    string prefix, CellDefinition cell, int hidden, int layers, bool bidirectional, LayerVariant variant, IReadOnlyDictionary<string, double[]> parameters)
{
    /// <summary>Changes the hidden state of a layer (<c>_l0</c>) after a step, where there is something to change.</summary>
    public Action<string, int, double[]>? Disturb { get; init; }

    /// <summary>What is added to a unit of the memory of a layer (<c>_l0</c>) at a step, before the hidden state is read from it.</summary>
    public Func<string, int, int, double>? MemoryChange { get; init; }

    /// <summary>y of a Jordan network in the top layer, of its hidden state and the direction, 0 or 1; null where it has an output layer of its own.</summary>
    public Func<double[], int, double[]>? TopOutput { get; init; }

    /// <summary>What each layer makes of a sequence.</summary>
    public NaiveLayerRun[] Run(double[][] x)
    {
        var runs = new NaiveLayerRun[layers];
        for (int layer = 0; layer < layers; layer++)
        {
            runs[layer] = Run(layer, x);
            x = runs[layer].Outputs;
        }

        return runs;
    }

    /// <summary>The top layer's output at one step of a stack that reads forward; the states become those of the step.</summary>
    /// <param name="x">What the first layer reads.</param>
    /// <param name="states">Each layer's state.</param>
    public double[] Step(double[] x, NaiveState[] states)
    {
        for (int layer = 0; layer < layers; layer++)
        {
            states[layer] = Direction(layer, 0).Step([x], 0, states[layer]);
            x = Output(layer, x, states[layer].Hidden);
        }

        return x;
    }

    private NaiveLayerRun Run(int layer, double[][] x)
    {
        NaiveState[] forward = Direction(layer, 0).Run(x);
        NaiveState[] reverse = bidirectional ? Direction(layer, 1).Run([.. x.Reverse()]) : [];
        double[][] states = [.. forward.Select((state, t) => bidirectional ? [.. state.Hidden, .. reverse[x.Length - 1 - t].Hidden] : state.Hidden)];
        NaiveState[] ends = bidirectional ? [forward[^1], reverse[^1]] : [forward[^1]];
        var end = new NaiveState([.. ends.SelectMany(one => one.Hidden)], [.. ends.SelectMany(one => one.Memory)]);
        return new NaiveLayerRun(states, [.. states.Select((state, t) => Output(layer, x[t], state))], end);
    }

    /// <summary>y + x from the second layer on, where both are equally wide (He et al. 2016).</summary>
    private double[] Output(int layer, double[] x, double[] y) =>
        variant.Residual && layer > 0 && x.Length == y.Length ? NaiveMatrix.Sum(x, y) : y;

    private NaiveRecurrence Direction(int layer, int direction)
    {
        string suffix = direction == 0 ? $"_l{layer}" : $"_l{layer}_reverse";
        return new NaiveRecurrence(cell, hidden, variant, name => parameters.GetValueOrDefault($"{prefix}{name}{suffix}"))
        {
            Disturb = Disturb is null ? null : (t, h) => Disturb(suffix, t, h),
            MemoryChange = MemoryChange is null ? null : (t, unit) => MemoryChange(suffix, t, unit),
            Output = TopOutput is null || layer < layers - 1 ? null : h => TopOutput(h, direction),
        };
    }
}
