using Rnnctl.Models.Taggers;

namespace Rnnctl.Models.Tests.Taggers;

/// <summary>
/// A tagger computed number by number from PyTorch's documented equations, one sentence at a time: it shares no code with the tagger
/// under test.
/// </summary>
internal sealed class NaiveTagger(TaggerArchitecture architecture, IReadOnlyDictionary<string, double[]> parameters)
{
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
            double[] input = Affine($"encoder.weight_ih{suffix}", $"encoder.bias_ih{suffix}", x[t]);
            double[] recurrent = Affine($"encoder.weight_hh{suffix}", $"encoder.bias_hh{suffix}", h);
            states[t] = h = Step(input, recurrent, h, c);
        }

        return states;
    }

    /// <summary>The new hidden state; the memory c is brought up to date in place.</summary>
    private double[] Step(double[] input, double[] recurrent, double[] h, double[] c)
    {
        int size = h.Length;
        var next = new double[size];
        for (int k = 0; k < size; k++)
        {
            double Sum(int gate) => input[(gate * size) + k] + recurrent[(gate * size) + k];
            switch (architecture.Cell.Name)
            {
                case "elman":
                    next[k] = Math.Tanh(Sum(0));
                    break;
                case "lstm":
                    c[k] = (Logistic(Sum(1)) * c[k]) + (Logistic(Sum(0)) * Math.Tanh(Sum(2)));
                    next[k] = Logistic(Sum(3)) * Math.Tanh(c[k]);
                    break;
                case "gru":
                    double z = Logistic(Sum(1));
                    double n = Math.Tanh(input[(2 * size) + k] + (Logistic(Sum(0)) * recurrent[(2 * size) + k]));
                    next[k] = ((1 - z) * n) + (z * h[k]);
                    break;
                default:
                    throw new NotSupportedException($"write down the equations of {architecture.Cell.Name} here");
            }
        }

        return next;
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

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));
}
