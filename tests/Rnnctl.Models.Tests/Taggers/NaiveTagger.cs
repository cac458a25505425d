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
        double[][] window = name == "tdnn" ? [step.Input(0), step.Input(1), step.Input(2)] : [step.Input(0)];
        double[] x = [.. window.SelectMany(input => name.StartsWith("srn-", StringComparison.Ordinal) ? input.Select(Math.Tanh) : input)];
        double[] input = Affine($"encoder.weight_ih{suffix}", $"encoder.bias_ih{suffix}", x);
        double[] recurrent = Recurrent(suffix, step.Hidden) ?? new double[input.Length];
        if (name == "gru-before") ResetBefore(suffix, input, recurrent, step.Hidden);
        double[] peephole = parameters.GetValueOrDefault($"encoder.weight_ch{suffix}", new double[3 * architecture.Hidden]);
        return [.. step.Hidden.Select((_, k) => Unit(new UnitEquations(input, recurrent, peephole, step.Hidden, step.Memory, k)))];
    }

    private double Unit(UnitEquations unit) => architecture.Cell.Name switch
    {
        "elman" => unit.Elman(),
        "srn-identity" => unit.IdentityRecurrence(),
        "srn-linear" => unit.LinearMemory(),
        "tdnn" => unit.Elman(),
        "lstm" or "lstm-peephole" => unit.Lstm(),
        "lstm-coupled" => unit.CoupledLstm(),
        "gru" => unit.Gru(),
        "gru-before" => unit.ResetBeforeGru(),
        "mingru" => unit.MinGru(),
        "minlstm" => unit.MinLstm(),
        _ => throw new NotSupportedException($"write down the equations of {architecture.Cell.Name} in {nameof(UnitEquations)}"),
    };

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
