using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Cells;
using Rnnctl.Models.Characters;
using Rnnctl.Models.Tests.Layers;

namespace Rnnctl.Models.Tests.Characters;

/// <summary>A word's vector computed number by number, one word at a time, by the equations of the papers.</summary>
internal sealed class NaiveWordVector(CharacterArchitecture architecture, IReadOnlyDictionary<string, double[]> parameters)
{
    /// <summary>The vector of a word.</summary>
    public double[] Of(int[] characters) => architecture.Kind switch
    {
        CharacterCell.Cnn => Convolved(characters),
        CharacterCell.LstmAttention => Attended(Read(characters, "lstm").Outputs),

        // The forward state at the last character beside the reverse state at the first (Lample et al. 2016).
        _ => Read(characters, architecture.Kind.ToString().ToLowerInvariant()).End.Hidden,
    };

    private NaiveLayerRun Read(int[] characters, string cell)
    {
        var layer = new NaiveStack(
            "characters.", CellCatalog.Find(cell)!, architecture.Hidden, layers: 1, bidirectional: true, LayerVariant.Plain, parameters);
        return layer.Run([.. characters.Select((_, t) => Embedding(characters, t))])[0];
    }

    /// <summary>v = Σ_t σ(w · h_t) h_t (Qi et al. 2018).</summary>
    private double[] Attended(double[][] states)
    {
        double[] sum = new double[2 * architecture.Hidden];
        foreach (double[] h in states)
        {
            double weight = Logistic(NaiveMatrix.Dot(parameters["characters.attention.weight"], h));
            for (int i = 0; i < sum.Length; i++) sum[i] += weight * h[i];
        }

        return sum;
    }

    /// <summary>Filters (Ma and Hovy 2016), highway layers (Srivastava et al. 2015) and the projection (Peters et al. 2018).</summary>
    private double[] Convolved(int[] characters)
    {
        double[] x = architecture.Filters.Count == 0
            ? Filtered(characters, 3, architecture.Hidden, "convolution")
            : [.. architecture.Filters.SelectMany((bank, i) => Filtered(characters, bank.Width, bank.Filters, $"convolution_{i}"))];
        for (int layer = 0; layer < architecture.Highway; layer++)
        {
            double[] gates = Affine($"highway_{layer}.gate", x), transformed = Affine($"highway_{layer}.transform", x);
            x = [.. x.Select((carried, i) => (Logistic(gates[i]) * Math.Max(transformed[i], 0)) + ((1 - Logistic(gates[i])) * carried))];
        }

        return architecture.Projection == 0 ? x : Affine("projection", x);
    }

    /// <summary>v = max_t f(W [e_t; ...; e_(t+w-1)] + b), over windows inside the word, or over a window around each character.</summary>
    private double[] Filtered(int[] characters, int width, int filters, string name)
    {
        double[] weight = parameters[$"characters.{name}.weight"], bias = parameters[$"characters.{name}.bias"], vector = new double[filters];
        int before = architecture.WholeWindows ? 0 : (width - 1) / 2, windows = architecture.WholeWindows ? characters.Length - width + 1 : characters.Length;
        for (int filter = 0; filter < filters; filter++)
        {
            vector[filter] = double.NegativeInfinity;
            for (int t = 0; t < windows; t++)
            {
                double[] window = [.. Enumerable.Range(t - before, width).SelectMany(place => Embedding(characters, place))];
                double sum = bias[filter] + NaiveMatrix.Dot(NaiveMatrix.Row(weight, filter, window.Length), window);
                vector[filter] = Math.Max(vector[filter], Activated(sum));
            }
        }

        return vector;
    }

    private double Activated(double x) => architecture.Activation switch
    {
        ActivationKind.Relu => Math.Max(x, 0),
        ActivationKind.Logistic => Logistic(x),
        ActivationKind.Identity => x,
        _ => Math.Tanh(x),
    };

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    private double[] Affine(string name, double[] x) =>
        NaiveMatrix.Affine(parameters[$"characters.{name}.weight"], parameters[$"characters.{name}.bias"], x);

    private double[] Embedding(int[] characters, int t) => t < 0 || t >= characters.Length
        ? new double[architecture.Embedding]
        : NaiveMatrix.Row(parameters["characters.embedding.weight"], characters[t], architecture.Embedding);
}
