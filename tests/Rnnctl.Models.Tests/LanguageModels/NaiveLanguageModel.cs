using Rnnctl.Models.LanguageModels;
using Rnnctl.Models.Tests.Characters;
using Rnnctl.Models.Tests.Layers;

namespace Rnnctl.Models.Tests.LanguageModels;

/// <summary>
/// A direction of a language model computed number by number, one text at a time and without windows, as it runs when it does not learn. It shares no code
/// with the language model under test.
/// </summary>
/// <param name="architecture">Its architecture.</param>
/// <param name="direction">The prefix of its layers' names: <c>forward.</c> or <c>backward.</c>.</param>
/// <param name="parameters">All parameters by name.</param>
/// <param name="words">The characters of each token's word, for a model that reads them.</param>
internal sealed class NaiveLanguageModel(
    LanguageModelArchitecture architecture, string direction, IReadOnlyDictionary<string, double[]> parameters, int[][]? words = null)
{
    /// <summary>-log p(label) at each position of a text.</summary>
    public double[] Surprisals(int[] tokens, int[] labels) => [.. LogProbabilities(tokens).Zip(labels, (row, label) => -row[label])];

    /// <summary>The logarithms of the probabilities of all symbols after each token, <c>[tokens][V]</c>.</summary>
    public double[][] LogProbabilities(int[] tokens) => [.. Layers(tokens)[^1].Select(LogSoftmax)];

    /// <summary>The embedding of each token, then each layer's output, <c>[1 + layers][tokens][width]</c>.</summary>
    public double[][][] Layers(int[] tokens)
    {
        var stack = new NaiveStack(
            direction, architecture.Cell, architecture.Hidden, architecture.Layers, bidirectional: false, architecture.Variant, parameters);
        double[][] vectors = [.. tokens.Select(Vector)];
        return [vectors, .. stack.Run(vectors).Select(layer => layer.Outputs)];
    }

    private double[] Vector(int token) => architecture.Characters is { } characters
        ? new NaiveWordVector(characters, parameters).Of(words![token])
        : NaiveMatrix.Row(parameters["embedding.weight"], token, architecture.Embedding);

    private double[] LogSoftmax(double[] h)
    {
        double[] weight = parameters[architecture.TieEmbeddings ? "embedding.weight" : "output.weight"];
        double[] logits = NaiveMatrix.Affine(weight, parameters["output.bias"], h);
        double sum = Math.Log(logits.Sum(Math.Exp));
        return [.. logits.Select(logit => logit - sum)];
    }
}
