using Rnnctl.Models.Contextual;
using Rnnctl.Models.Tests.Attention;

namespace Rnnctl.Models.Tests.Contextual;

/// <summary>γ Σ_j softmax(s)_j h_j of each language model (Peters et al. 2018, equation 1), worked number by number.</summary>
/// <param name="architecture">How the model reads language models, or null.</param>
/// <param name="parameters">The model's parameters.</param>
internal sealed class NaiveMix(ContextualArchitecture? architecture, IReadOnlyDictionary<string, double[]> parameters)
{
    /// <summary>The mixes of a word, side by side; nothing at a place without mixes.</summary>
    /// <param name="contextual">The vectors that each language model gives for each word of the sentence, <c>[models][layers][words][width]</c>.</param>
    /// <param name="place">The place in the names of parameters.</param>
    /// <param name="word">The number of the word.</param>
    public double[] Of(double[][][][] contextual, string place, int word) =>
        [.. contextual.SelectMany((layers, model) => Of($"contextual_{model + 1}.{place}", layers, word))];

    private double[] Of(string name, double[][][] layers, int word)
    {
        if (!parameters.TryGetValue($"{name}.weights", out double[]? s)) return [];
        double[] shares = NaiveAttention.Softmax(s);
        double[][] h = [.. layers.Select(layer => architecture is { LayerNorm: true } ? Normalized(layer[word]) : layer[word])];
        return [.. h[0].Select((_, d) => parameters[$"{name}.scale"][0] * h.Select((vector, j) => shares[j] * vector[d]).Sum())];
    }

    private static double[] Normalized(double[] x)
    {
        double mean = x.Average(), variance = x.Average(number => (number - mean) * (number - mean));
        return [.. x.Select(number => (number - mean) / Math.Sqrt(variance + 1e-5))];
    }
}
