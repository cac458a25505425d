using Rnnctl.Compute.Cells;
using Rnnctl.Models.Characters;
using Rnnctl.Models.Tests.Layers;

namespace Rnnctl.Models.Tests.Characters;

/// <summary>A word's vector computed number by number, one word at a time, by the equations of the papers.</summary>
internal sealed class NaiveWordVector(CharacterArchitecture architecture, IReadOnlyDictionary<string, double[]> parameters)
{
    /// <summary>The vector of a word.</summary>
    public double[] Of(int[] characters) => architecture.Kind == CharacterCell.Cnn ? Convolved(characters) : Read(characters);

    /// <summary>The forward state at the last character beside the reverse state at the first (Lample et al. 2016).</summary>
    private double[] Read(int[] characters)
    {
        CellDefinition cell = CellCatalog.Find(architecture.Kind.ToString().ToLowerInvariant())!;
        var layer = new NaiveStack("characters.", cell, architecture.Hidden, layers: 1, bidirectional: true, LayerVariant.Plain, parameters);
        return layer.Run([.. characters.Select((_, t) => Embedding(characters, t))])[0].End.Hidden;
    }

    /// <summary>v = max_t tanh(W [e_(t-1); e_t; e_(t+1)] + b) (Ma and Hovy 2016).</summary>
    private double[] Convolved(int[] characters)
    {
        double[] weight = parameters["characters.convolution.weight"], vector = new double[architecture.Hidden];
        for (int filter = 0; filter < vector.Length; filter++)
        {
            vector[filter] = double.NegativeInfinity;
            for (int t = 0; t < characters.Length; t++)
            {
                double[] window = [.. Embedding(characters, t - 1), .. Embedding(characters, t), .. Embedding(characters, t + 1)];
                double sum = parameters["characters.convolution.bias"][filter] + NaiveMatrix.Dot(NaiveMatrix.Row(weight, filter, window.Length), window);
                vector[filter] = Math.Max(vector[filter], Math.Tanh(sum));
            }
        }

        return vector;
    }

    private double[] Embedding(int[] characters, int t) => t < 0 || t >= characters.Length
        ? new double[architecture.Embedding]
        : NaiveMatrix.Row(parameters["characters.embedding.weight"], characters[t], architecture.Embedding);
}
