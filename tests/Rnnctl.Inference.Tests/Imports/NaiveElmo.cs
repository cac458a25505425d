using System.Text;
using Rnnctl.Testing.Imports;

namespace Rnnctl.Inference.Tests.Imports;

/// <summary>
/// The equations of bilm-tf, the program that wrote the published files, number by number from the datasets as they are: every word at all 50 positions, with
/// padding's own embedding; TensorFlow's LSTMCell with forget_bias 1, cell_clip, num_proj and proj_clip; both directions read the begin and the end of a
/// sentence, and states go on from sentence to sentence.
/// </summary>
internal sealed class NaiveElmo(ElmoFiles files)
{
    private readonly Dictionary<(int Direction, int Layer), (double[] Hidden, double[] Memory)> _states = [];

    /// <summary>The top layer's vectors of each word, forward then backward, <c>[words][2 · projection]</c>.</summary>
    public double[][] Read(string[] words)
    {
        int[][] spelled = [Spell([256]), .. words.Select(word => Spell([.. Encoding.UTF8.GetBytes(word).Take(48).Select(one => (int)one)])), Spell([257])];
        double[][] vectors = [.. spelled.Select(Vector)];
        double[][] forward = Top(0, vectors), backward = [.. Top(1, [.. vectors.Reverse()]).Reverse()];
        return [.. forward.Zip(backward, (left, right) => (double[])[.. left, .. right]).ToArray()[1..^1]];
    }

    private static int[] Spell(int[] characters) => [258, .. characters, 259, .. Enumerable.Repeat(260, 48 - characters.Length)];

    private double[] Vector(int[] characters)
    {
        double[] x = [.. ElmoFiles.Filters.SelectMany((_, i) => Filtered(characters, i))];
        for (int layer = 0; layer < ElmoFiles.Highways; layer++)
        {
            double[] carry = Affine(x, $"CNN_high_{layer}/W_carry", $"CNN_high_{layer}/b_carry");
            double[] transform = Affine(x, $"CNN_high_{layer}/W_transform", $"CNN_high_{layer}/b_transform");
            x = [.. x.Select((one, i) => (Logistic(carry[i]) * Math.Max(transform[i], 0)) + ((1 - Logistic(carry[i])) * one))];
        }

        return Affine(x, "CNN_proj/W_proj", "CNN_proj/b_proj");
    }

    private double[] Filtered(int[] characters, int bank)
    {
        (int width, int filters) = ElmoFiles.Filters[bank];
        float[] table = Of("char_embed"), weight = Of($"CNN/W_cnn_{bank}"), bias = Of($"CNN/b_cnn_{bank}");
        double[] largest = new double[filters];
        for (int filter = 0; filter < filters; filter++)
        {
            largest[filter] = double.NegativeInfinity;
            for (int start = 0; start + width <= characters.Length; start++)
            {
                double sum = bias[filter];
                for (int k = 0; k < width * ElmoFiles.CharacterSize; k++)
                {
                    int character = characters[start + (k / ElmoFiles.CharacterSize)];
                    sum += table[(character * ElmoFiles.CharacterSize) + (k % ElmoFiles.CharacterSize)] * (double)weight[(k * filters) + filter];
                }

                largest[filter] = Math.Max(largest[filter], sum);
            }
        }

        return [.. largest.Select(one => files.IsRelu ? Math.Max(one, 0) : Math.Tanh(one))];
    }

    private double[][] Top(int direction, double[][] x)
    {
        for (int layer = 0; layer < ElmoFiles.Layers; layer++)
        {
            double[][] outputs = Lstm(direction, layer, x);
            x = layer == 0 ? outputs : [.. outputs.Zip(x, (one, skipped) => one.Zip(skipped, (a, b) => a + b).ToArray())];
        }

        return x;
    }

    private double[][] Lstm(int direction, int layer, double[][] inputs)
    {
        string cell = ElmoFiles.Cell(direction, layer);
        (double[] m, double[] c) = _states.GetValueOrDefault((direction, layer), (new double[ElmoFiles.Projection], new double[ElmoFiles.Hidden]));
        List<double[]> outputs = [];
        foreach (double[] x in inputs)
        {
            double[] sums = Affine([.. x, .. m], cell + "W_0", cell + "B");
            double Gate(int gate, int unit) => sums[(gate * ElmoFiles.Hidden) + unit];
            c = [.. c.Select((old, u) => Math.Clamp(
                (Logistic(Gate(2, u) + 1) * old) + (Logistic(Gate(0, u)) * Math.Tanh(Gate(1, u))), -ElmoFiles.CellClip, ElmoFiles.CellClip))];
            double[] wide = [.. c.Select((memory, u) => Logistic(Gate(3, u)) * Math.Tanh(memory))];
            m = [.. Product(wide, cell + "W_P_0").Select(one => Math.Clamp(one, -ElmoFiles.ProjectionClip, ElmoFiles.ProjectionClip))];
            outputs.Add(m);
        }

        _states[(direction, layer)] = (m, c);
        return [.. outputs];
    }

    private double[] Affine(double[] x, string weight, string bias) => [.. Product(x, weight).Zip(Of(bias), (sum, b) => sum + b)];

    /// <summary>x W, as TensorFlow multiplies.</summary>
    private double[] Product(double[] x, string name)
    {
        float[] weight = Of(name);
        double[] y = new double[weight.Length / x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            for (int j = 0; j < y.Length; j++) y[j] += x[i] * weight[(i * y.Length) + j];
        }

        return y;
    }

    private float[] Of(string name) => files.Datasets[name].Values;

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));
}
