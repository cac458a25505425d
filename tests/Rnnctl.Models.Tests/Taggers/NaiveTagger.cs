using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Cells;
using Rnnctl.Models.Taggers;

namespace Rnnctl.Models.Tests.Taggers;

/// <summary>
/// A tagger computed number by number from the equations of PyTorch's documentation and of the papers, one sentence at a time: it shares no code
/// with the tagger under test.
/// </summary>
internal sealed class NaiveTagger(TaggerArchitecture architecture, IReadOnlyDictionary<string, double[]> parameters)
{
    /// <summary>Changes the hidden state of a layer (<c>_l0</c>) after a step, where there is something to change.</summary>
    public Action<string, int, double[]>? Disturb { get; init; }

    /// <summary>What is added to a unit of the memory of a layer (<c>_l0</c>) at a step, before the hidden state is read from it.</summary>
    public Func<string, int, int, double>? MemoryChange { get; init; }

    private CellOptions Options => architecture.Cell.Options;

    /// <summary>The logits of a sentence's tokens, <c>[tokens][labels]</c>.</summary>
    public double[][] Logits(int[] tokens)
    {
        double[] embedding = parameters["embedding.weight"];
        int size = architecture.Embedding;
        double[][] x = [.. tokens.Select(token => embedding[(token * size)..((token + 1) * size)])];
        for (int layer = 0; layer < architecture.Layers; layer++) x = Layer(x, layer);
        return [.. x.Select(row => Affine("output.weight", "output.bias", row))];
    }

    private double[][] Layer(double[][] x, int layer)
    {
        double[][] forward = Walk(x, $"_l{layer}");
        if (!architecture.Bidirectional) return forward;
        double[][] reverse = Walk([.. x.Reverse()], $"_l{layer}_reverse");
        return [.. forward.Zip(reverse.Reverse(), (one, other) => one.Concat(other).ToArray())];
    }

    private double[][] Walk(double[][] x, string suffix)
    {
        double[] h = new double[architecture.Hidden], c = new double[architecture.Hidden];
        var states = new double[x.Length][];
        for (int t = 0; t < x.Length; t++)
        {
            states[t] = h = Step(new TokenStep(x, t, h, c), suffix);
            Disturb?.Invoke(suffix, t, h);
        }

        return states;
    }

    /// <summary>The new hidden state; the memory c is brought up to date in place.</summary>
    private double[] Step(TokenStep step, string suffix)
    {
        string name = architecture.Cell.Name;
        double[][] window = [.. Enumerable.Range(0, 1 + (Options.Window ?? 0)).Select(k => step.Input(k * (Options.Dilation ?? 1)))];
        double[] x = [.. window.SelectMany(input => name.StartsWith("srn-", StringComparison.Ordinal) ? input.Select(Math.Tanh) : input)];
        double[] input = Affine($"encoder.weight_ih{suffix}", $"encoder.bias_ih{suffix}", x);
        double[] recurrent = Recurrent(suffix, name == "jordan" ? Output(suffix, step) : step.Hidden) ?? new double[input.Length];
        if (name == "gru-before") ResetBefore(suffix, input, recurrent, step.Hidden);
        if (Options.Peephole == PeepholeKind.Full) return FullPeephole(suffix, [.. input.Zip(recurrent, (a, u) => a + u)], step);
        double[] peephole = parameters.GetValueOrDefault($"encoder.weight_ch{suffix}", new double[3 * architecture.Hidden]);
        return [.. step.Hidden.Select((_, k) => Unit(new UnitEquations(input, recurrent, peephole, step.Hidden, step.Memory, k)
        {
            MemoryChange = MemoryChange?.Invoke(suffix, step.Token, k) ?? 0,
        }))];
    }

    private double Unit(UnitEquations unit) => architecture.Cell.Name switch
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
        _ => throw new NotSupportedException($"write down the equations of {architecture.Cell.Name} in {nameof(UnitEquations)}"),
    };

    /// <summary>The new hidden state where the gates see all of c' and c: what the matrices make of these is added to a unit's pre-activations.</summary>
    private double[] FullPeephole(string suffix, double[] a, TokenStep step)
    {
        int size = step.Hidden.Length;
        double[] c = step.Memory, before = [.. c];
        double[] h = new double[size];
        for (int k = 0; k < size; k++)
        {
            double i = UnitEquations.Logistic(a[k] + Peephole(suffix, k, before));
            double f = UnitEquations.Logistic(a[size + k] + Peephole(suffix, size + k, before));
            c[k] = (f * before[k]) + (i * Math.Tanh(a[(2 * size) + k])) + (MemoryChange?.Invoke(suffix, step.Token, k) ?? 0);
        }

        for (int k = 0; k < size; k++) h[k] = UnitEquations.Logistic(a[(3 * size) + k] + Peephole(suffix, (2 * size) + k, c)) * Math.Tanh(c[k]);
        return h;
    }

    private double Peephole(string suffix, int row, double[] c) =>
        c.Select((value, column) => parameters[$"encoder.weight_ch{suffix}"][(row * c.Length) + column] * value).Sum();

    /// <summary>y' of Jordan's network; zeros before the first step.</summary>
    private double[] Output(string suffix, TokenStep step)
    {
        bool isTop = suffix.StartsWith($"_l{architecture.Layers - 1}", StringComparison.Ordinal);
        if (step.Token == 0) return new double[isTop ? architecture.Labels : architecture.Hidden];
        if (!isTop) return [.. Affine($"encoder.weight_ho{suffix}", $"encoder.bias_ho{suffix}", step.Hidden).Select(UnitEquations.Logistic)];

        // The block of the output weight that reads this direction.
        int first = suffix.EndsWith("_reverse", StringComparison.Ordinal) ? architecture.Hidden : 0;
        double[] padded = new double[architecture.Directions * architecture.Hidden];
        step.Hidden.CopyTo(padded, first);
        double[] weights = [.. Affine("output.weight", "output.bias", padded).Select(Math.Exp)];
        return [.. weights.Select(weight => weight / weights.Sum())];
    }

    private double[]? Recurrent(string suffix, double[] h) => parameters.ContainsKey($"encoder.weight_hh{suffix}")
        ? Affine($"encoder.weight_hh{suffix}", $"encoder.bias_hh{suffix}", h)
        : null;

    /// <summary>Of the recurrent products the last gate's is taken again, of r ⊙ h'.</summary>
    private void ResetBefore(string suffix, double[] input, double[] recurrent, double[] h)
    {
        int size = h.Length;
        double[] reset = [.. h.Select((value, k) => value * UnitEquations.Logistic(input[k] + recurrent[k]))];
        Recurrent(suffix, reset)!.AsSpan(2 * size, size).CopyTo(recurrent.AsSpan(2 * size));
    }

    private double[] Affine(string weight, string bias, double[] x)
    {
        double[] w = parameters[weight], y = [.. parameters[bias]];
        for (int row = 0; row < y.Length; row++)
        {
            for (int column = 0; column < x.Length; column++) y[row] += w[(row * x.Length) + column] * x[column];
        }

        return y;
    }
}
