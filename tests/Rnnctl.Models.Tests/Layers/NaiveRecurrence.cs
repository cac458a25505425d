using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Cells;

namespace Rnnctl.Models.Tests.Layers;

/// <summary>
/// One direction of a recurrent layer, number by number, from the equations of PyTorch's documentation and of the papers: the cells'
/// (<see cref="UnitEquations"/>), layer normalisation (Ba et al. 2016, equation 20), and the mean that zoneout takes where nothing is learnt (Krueger et al.
/// 2017).
/// </summary>
/// <param name="cell">The cell.</param>
/// <param name="hidden">Its hidden units.</param>
/// <param name="variant">What the layer does beside the cell's equations.</param>
/// <param name="parameter">The direction's parameters by PyTorch's names; null where it has none of a name.</param>
internal sealed class NaiveRecurrence(CellDefinition cell, int hidden, LayerVariant variant, Func<string, double[]?> parameter)
{
    // torch.nn.LayerNorm's.
    private const double Epsilon = 1e-5;

    /// <summary>Changes the hidden state after a step, where there is something to change.</summary>
    public Action<int, double[]>? Disturb { get; init; }

    /// <summary>What is added to a unit of the memory at a step, before the hidden state is read from it.</summary>
    public Func<int, int, double>? MemoryChange { get; init; }

    /// <summary>y of a Jordan network; null where it has an output layer of its own.</summary>
    public Func<double[], double[]>? Output { get; init; }

    private CellSettings Options => cell.Options;

    /// <summary>The states after each step.</summary>
    /// <param name="x">The inputs in the order in which the direction reads them.</param>
    public NaiveState[] Run(double[][] x)
    {
        var states = new NaiveState[x.Length];
        for (int t = 0; t < x.Length; t++) states[t] = Step(x, t, t == 0 ? First() : states[t - 1]);
        return states;
    }

    /// <summary>The state after a step from the state before it.</summary>
    /// <param name="x">The inputs.</param>
    /// <param name="t">Which of them is read now.</param>
    /// <param name="before">h' and c'.</param>
    public NaiveState Step(double[][] x, int t, NaiveState before)
    {
        double[] c = [.. before.Memory];
        double[] input = Normalized("norm_ih", "bias_ih", NaiveMatrix.Product(parameter("weight_ih")!, InputOf(x, t)));
        double[] h = Options.Peephole == PeepholeKind.Full ? FullPeephole(input, before.Hidden, c, t) : Units(input, before, c, t);
        h = Projected(h);
        (h, c) = (Zoned(before.Hidden, h), cell.HasMemory ? Zoned(before.Memory, c) : c);
        Disturb?.Invoke(t, h);
        return new NaiveState(h, cell.Name == "jordan" ? OutputOf(h) : c);
    }

    /// <summary>The state before the first step: learnt, or zeros.</summary>
    private NaiveState First()
    {
        // The memory of a Jordan network is as wide as its recurrent weight has columns.
        double[] memory = new double[cell.Name == "jordan" ? parameter("weight_hh")!.Length / hidden : hidden];
        return new NaiveState(parameter("initial_hidden") ?? new double[cell.OutputWidth(hidden)], parameter("initial_memory") ?? memory);
    }

    /// <summary>What W is multiplied with: of tdnn several inputs side by side, zeros before the first.</summary>
    private double[] InputOf(double[][] x, int t)
    {
        IEnumerable<int> places = Enumerable.Range(0, 1 + (Options.Window ?? 0)).Select(k => t - (k * (Options.Dilation ?? 1)));
        double[] read = [.. places.SelectMany(place => place < 0 ? new double[x[0].Length] : x[place])];
        return cell.Name is "srn-identity" or "srn-linear" ? [.. read.Select(Math.Tanh)] : read;
    }

    private double[] Units(double[] input, NaiveState before, double[] c, int t)
    {
        double[] recurrent = Recurrent(input, before);
        double[] peephole = parameter("weight_ch") ?? new double[3 * hidden];
        return [.. Enumerable.Range(0, hidden).Select(k => Unit(new UnitEquations(input, recurrent, peephole, before.Hidden, c, k)
        {
            MemoryLimit = Options.CellClip ?? 0,
            MemoryChange = MemoryChange?.Invoke(t, k) ?? 0,
        }))];
    }

    private double Unit(UnitEquations unit) => cell.Name switch
    {
        "elman" => unit.Elman(Options.Activation!.Value),
        "jordan" => unit.Elman(ActivationKind.Tanh),
        "srn-identity" => unit.IdentityRecurrence(),
        "srn-linear" => unit.LinearMemory(),
        "tdnn" => unit.Elman(ActivationKind.Tanh),
        "lstm" => unit.Lstm(Options.CellActivation!.Value, Options.OutputActivation!.Value),
        "lstm-peephole" => unit.Lstm(ActivationKind.Tanh, ActivationKind.Tanh),
        "lstm-coupled" => unit.CoupledLstm(),
        "gru" => unit.Gru(),
        "gru-before" => unit.ResetBeforeGru(),
        "mingru" => unit.MinGru(),
        "minlstm" => unit.MinLstm(),
        _ => throw new NotSupportedException($"write down the equations of {cell.Name} in {nameof(UnitEquations)}"),
    };

    /// <summary>The new hidden state where the gates see all of c' and c: what the matrices make of these is added to a unit's pre-activations.</summary>
    private double[] FullPeephole(double[] input, double[] hiddenBefore, double[] c, int t)
    {
        double[] a = NaiveMatrix.Sum(input, Product(hiddenBefore, 0, 4 * hidden)), before = [.. c], h = new double[hidden];
        for (int k = 0; k < hidden; k++)
        {
            double i = UnitEquations.Logistic(a[k] + Peephole(k, before));
            double f = UnitEquations.Logistic(a[hidden + k] + Peephole(hidden + k, before));
            c[k] = (f * before[k]) + (i * Math.Tanh(a[(2 * hidden) + k])) + (MemoryChange?.Invoke(t, k) ?? 0);
        }

        for (int k = 0; k < hidden; k++) h[k] = UnitEquations.Logistic(a[(3 * hidden) + k] + Peephole((2 * hidden) + k, c)) * Math.Tanh(c[k]);
        return h;
    }

    private double Peephole(int row, double[] c) => NaiveMatrix.Dot(NaiveMatrix.Row(parameter("weight_ch")!, row, hidden), c);

    /// <summary>U h' + b' of all gates, zeros of cells without U. Jordan's U reads y', and with the reset gate before the product n's reads r ⊙ h'.</summary>
    private double[] Recurrent(double[] input, NaiveState before)
    {
        if (parameter("weight_hh") is null) return new double[input.Length];
        if (cell.Name == "jordan") return Product(before.Memory, 0, hidden);
        if (cell.Name != "gru-before") return Product(before.Hidden, 0, input.Length);
        double[] gates = Product(before.Hidden, 0, 2 * hidden);
        double[] reset = [.. before.Hidden.Select((value, k) => value * UnitEquations.Logistic(input[k] + gates[k]))];
        return [.. gates, .. Product(reset, 2 * hidden, hidden)];
    }

    /// <summary>Some rows of U h' + b'; where layers are normalised, these rows by themselves.</summary>
    private double[] Product(double[] h, int first, int rows)
    {
        double[] u = parameter("weight_hh")![(first * h.Length)..((first + rows) * h.Length)];
        return Normalized("norm_hh", "bias_hh", NaiveMatrix.Product(u, h), first);
    }

    /// <summary>LN(a) + b where there is a gain, else a + b; gain and bias from a row on.</summary>
    private double[] Normalized(string gain, string bias, double[] a, int first = 0)
    {
        double[] b = parameter(bias)!;
        if (!variant.LayerNorm) return [.. a.Select((value, row) => value + b[first + row])];
        double[] g = parameter(gain)!;
        double mean = a.Average(), variance = a.Average(value => (value - mean) * (value - mean));
        return [.. a.Select((value, row) => (g[first + row] * (value - mean) / Math.Sqrt(variance + Epsilon)) + b[first + row])];
    }

    /// <summary>P v' + (1 - P) v: what zoneout leaves of a state on average.</summary>
    private double[] Zoned(double[] before, double[] next) =>
        variant.Zoneout == 0 ? next : [.. before.Zip(next, (old, value) => (variant.Zoneout * old) + ((1 - variant.Zoneout) * value))];

    /// <summary>clip(P m) of a cell with a projection (Sak et al. 2014), else m.</summary>
    private double[] Projected(double[] m)
    {
        if (parameter("weight_hr") is not { } projection) return m;
        return [.. NaiveMatrix.Product(projection, m).Select(value => UnitEquations.Clip(value, Options.ProjectionClip ?? 0))];
    }

    private double[] OutputOf(double[] h) =>
        Output is not null ? Output(h) : [.. NaiveMatrix.Affine(parameter("weight_ho")!, parameter("bias_ho")!, h).Select(UnitEquations.Logistic)];
}
