using Rnnctl.Inference.Safetensors;

namespace Rnnctl.Tests.Processes;

/// <summary>
/// A language model of LSTMs in both directions, or a tagger of LSTMs in one (<c>encoder</c>), read from its directory and computed number by number, one text
/// at a time. It shares only the reader of weights with the tool.
/// </summary>
internal sealed class NaiveLstmModel : IDisposable
{
    private readonly SafetensorsFile _file;
    private readonly Dictionary<string, int> _ids;
    private readonly int _layers;
    private readonly bool _residual;

    public NaiveLstmModel(string directory, int layers, bool residual)
    {
        (_layers, _residual) = (layers, residual);
        _file = SafetensorsFile.Read(Path.Combine(directory, "model.safetensors"));
        string[] symbols = File.ReadAllLines(Path.Combine(directory, "vocab", "tokens.txt"));
        _ids = Enumerable.Range(0, symbols.Length).ToDictionary(id => symbols[id]);
    }

    public void Dispose() => _file.Dispose();

    /// <summary>The embedding of each symbol, then each layer's output after it, <c>[1 + layers][symbols][width]</c>.</summary>
    public double[][][] Layers(string direction, IEnumerable<string> symbols)
    {
        float[][] table = Matrix("embedding.weight");
        double[][] x = [.. symbols.Select(symbol => Array.ConvertAll(table[IdOf(symbol)], number => (double)number))];
        List<double[][]> layers = [x];
        for (int layer = 0; layer < _layers; layer++)
        {
            double[][] y = Lstm($"{direction}.", layer, x);
            x = _residual && layer > 0 ? [.. x.Zip(y, (one, other) => one.Zip(other, (a, b) => a + b).ToArray())] : y;
            layers.Add(x);
        }

        return [.. layers];
    }

    /// <summary>log p of each following symbol, given those before it in its direction.</summary>
    public double[] LogProbabilities(string direction, string[] read, string[] following)
    {
        return [.. Logits(direction, read).Zip(following, (logits, next) => logits[IdOf(next)] - Math.Log(logits.Sum(Math.Exp)))];
    }

    /// <summary>The logits of each symbol or label after those that were read, <c>[symbols][V]</c>.</summary>
    public double[][] Logits(string direction, string[] read)
    {
        float[][] weight = Matrix("output.weight"), bias = Matrix("output.bias");
        return [.. Layers(direction, read)[^1].Select(h => (double[])[.. weight.Select((row, symbol) => bias[0][symbol] + Product(row, h))])];
    }

    /// <summary>The rows of a parameter.</summary>
    public float[][] Matrix(string name)
    {
        TensorEntry entry = _file.Find(name);
        float[] numbers = new float[entry.Count];
        _file.CopyTo<float>(name, numbers);
        return [.. numbers.Chunk((int)entry.Shape[^1])];
    }

    private int IdOf(string symbol) => _ids.GetValueOrDefault(symbol, _ids["<unk>"]);

    private double[][] Lstm(string prefix, int layer, double[][] x)
    {
        float[][] w = Matrix($"{prefix}weight_ih_l{layer}"), u = Matrix($"{prefix}weight_hh_l{layer}");
        float[] b = Matrix($"{prefix}bias_ih_l{layer}")[0], c = Matrix($"{prefix}bias_hh_l{layer}")[0];
        int hidden = u[0].Length;
        double[] h = new double[hidden], memory = new double[hidden];
        var states = new List<double[]>();
        foreach (double[] input in x)
        {
            double[] a = [.. w.Select((row, i) => Product(row, input) + Product(u[i], h) + b[i] + c[i])];
            memory = [.. memory.Select((before, k) => (Logistic(a[hidden + k]) * before) + (Logistic(a[k]) * Math.Tanh(a[(2 * hidden) + k])))];
            h = [.. memory.Select((value, k) => Logistic(a[(3 * hidden) + k]) * Math.Tanh(value))];
            states.Add(h);
        }

        return [.. states];
    }

    private static double Product(float[] row, double[] x) => row.Zip(x, (w, value) => w * value).Sum();

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));
}
