using Rnnctl.Models.Characters;
using Rnnctl.Models.Taggers;
using Rnnctl.Models.Tests.Taggers;

namespace Rnnctl.Models.Tests.Characters;

/// <summary>A word's vector computed number by number, one word at a time, by the equations of the papers.</summary>
internal sealed class NaiveWordVector(CharacterArchitecture architecture, IReadOnlyDictionary<string, double[]> parameters)
{
    /// <summary>The vector of a word.</summary>
    public double[] Of(int[] characters) => architecture.Cell is null ? Convolved(characters) : Read(characters);

    /// <summary>The forward state at the last character beside the reverse state at the first, by a naive tagger whose output is the identity.</summary>
    private double[] Read(int[] characters)
    {
        int size = architecture.Hidden;
        var reader = new TaggerArchitecture(
            architecture.Characters, 2 * size, architecture.Embedding, architecture.Cell!, size, Layers: 1, Bidirectional: true, Dropout: 0);
        Dictionary<string, double[]> own = parameters.Where(one => one.Key.StartsWith("characters.", StringComparison.Ordinal)).ToDictionary(
            one => one.Key == "characters.embedding.weight" ? "embedding.weight" : one.Key.Replace("characters.", "encoder.", StringComparison.Ordinal),
            one => one.Value);
        own["output.weight"] = [.. Enumerable.Range(0, 4 * size * size).Select(i => i % ((2 * size) + 1) == 0 ? 1.0 : 0)];
        own["output.bias"] = new double[2 * size];
        double[][] states = new NaiveTagger(reader, own).Logits(characters);
        return [.. states[^1][..size], .. states[0][size..]];
    }

    /// <summary>v = max_t tanh(W [e_(t-1); e_t; e_(t+1)] + b).</summary>
    private double[] Convolved(int[] characters)
    {
        double[] weight = parameters["characters.convolution.weight"], vector = new double[architecture.Hidden];
        for (int filter = 0; filter < vector.Length; filter++)
        {
            vector[filter] = double.NegativeInfinity;
            for (int t = 0; t < characters.Length; t++)
            {
                double[] window = [.. Embedding(characters, t - 1), .. Embedding(characters, t), .. Embedding(characters, t + 1)];
                double sum = parameters["characters.convolution.bias"][filter];
                for (int i = 0; i < window.Length; i++) sum += weight[(filter * window.Length) + i] * window[i];
                vector[filter] = Math.Max(vector[filter], Math.Tanh(sum));
            }
        }

        return vector;
    }

    private double[] Embedding(int[] characters, int t)
    {
        int size = architecture.Embedding;
        if (t < 0 || t >= characters.Length) return new double[size];
        return parameters["characters.embedding.weight"][(characters[t] * size)..((characters[t] + 1) * size)];
    }
}
