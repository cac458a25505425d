using Rnnctl.Models.Taggers;
using Rnnctl.Models.Tests.Attention;
using Rnnctl.Models.Tests.Characters;
using Rnnctl.Models.Tests.Contextual;
using Rnnctl.Models.Tests.Layers;

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

    /// <summary>The vectors that each language model gives for each token of the sentence, <c>[models][layers][tokens][width]</c>.</summary>
    public double[][][][] Contextual { get; init; } = [];

    /// <summary>The logits of a sentence's tokens, <c>[tokens][labels]</c>.</summary>
    public double[][] Logits(int[] tokens) => Logits(tokens, []);

    /// <summary>The same of a tagger that reads more than tokens.</summary>
    /// <param name="tokens">The tokens.</param>
    /// <param name="words">Each token's characters.</param>
    /// <param name="features">Of each feature the tokens' ids.</param>
    public double[][] Logits(int[] tokens, int[][] words, params int[][] features) =>
        [.. OutputInput(tokens, words, features).Select(row => Affine("output", row))];

    /// <summary>The logits of a sentence's intents: those of the mean of its tokens' vectors with weights softmax(v · tanh(W h + b)).</summary>
    public double[] IntentLogits(int[] tokens)
    {
        double[][] h = OutputInput(tokens, [], []);
        double[] scores = [.. h.Select(row => NaiveMatrix.Dot(parameters["intent.scorer.weight"], [.. Affine("intent.attention", row).Select(Math.Tanh)]))];
        double[] weights = NaiveAttention.Softmax(scores), mean = new double[h[0].Length];
        for (int t = 0; t < h.Length; t++)
        {
            for (int d = 0; d < mean.Length; d++) mean[d] += weights[t] * h[t][d];
        }

        return Affine("intent", mean);
    }

    /// <summary>What the output layer reads of each token.</summary>
    private double[][] OutputInput(int[] tokens, int[][] words, int[][] features)
    {
        double[][] x = [.. tokens.Select((_, t) => Vector(tokens, words, features, t))];
        x = [.. x.Select((_, t) => InContext(x, t))];
        if (architecture.Layers > 0) x = Layers().Run(x)[^1].Outputs;
        if (architecture.SelfAttentionHeads > 0) x = SelfAttended(x);
        return [.. x.Select((row, t) => (double[])[.. row, .. Mixed("output", t)])];
    }

    /// <summary>A token's embedding, the vector of its characters, the embeddings of its features.</summary>
    private double[] Vector(int[] tokens, int[][] words, int[][] features, int t)
    {
        double[] embedding = NaiveMatrix.Row(parameters["embedding.weight"], tokens[t], architecture.Embedding);
        double[] characters = architecture.Characters is { } spelled ? new NaiveWordVector(spelled, parameters).Of(words[t]) : [];
        IEnumerable<double[]> described = features.Select((ids, feature) =>
            NaiveMatrix.Row(parameters[FeatureTable(feature)], ids[t], architecture.FeatureEmbedding));
        return [.. embedding, .. characters, .. described.SelectMany(row => row), .. Mixed("input", t)];
    }

    /// <summary>The vectors of the tokens from n before to n after, zeros beyond the ends (Mesnil et al. 2013).</summary>
    private double[] InContext(double[][] x, int t)
    {
        int n = architecture.ContextWindow;
        return [.. Enumerable.Range(t - n, (2 * n) + 1).SelectMany(place => place < 0 || place >= x.Length ? new double[x[0].Length] : x[place])];
    }

    /// <summary>The columns of the corpus come first.</summary>
    private string FeatureTable(int feature)
    {
        int columns = architecture.Features.Count;
        return feature < columns ? $"feature_{feature + 1}.weight" : $"{architecture.WordFeatures[feature - columns].Name}.weight";
    }

    private double[] Mixed(string place, int t) => new NaiveMix(architecture.Contextual, parameters).Of(Contextual, place, t);

    private NaiveStack Layers() => new(
        "encoder.", architecture.Cell, architecture.Hidden, architecture.Layers, architecture.Bidirectional, architecture.Variant, parameters)
    {
        Disturb = Disturb,
        MemoryChange = MemoryChange,
        TopOutput = Distribution,
    };

    /// <summary>A direction's own distribution over the labels: by the block of the output weight that reads this direction.</summary>
    private double[] Distribution(double[] h, int direction)
    {
        double[] padded = new double[(architecture.Directions * architecture.Hidden) + (architecture.Contextual?.OutputWidth ?? 0)];
        h.CopyTo(padded, direction * architecture.Hidden);
        return NaiveAttention.Softmax(Affine("output", padded));
    }

    /// <summary>x + W_o attention(W_q x + b_q, W_k x, W_v x + b_v) + b_o (Vaswani et al. 2017).</summary>
    private double[][] SelfAttended(double[][] x)
    {
        double[][] keys = [.. x.Select(row => NaiveMatrix.Product(parameters["attention.key.weight"], row))];
        double[][] values = [.. x.Select(row => Affine("attention.value", row))];
        return [.. x.Select(row => NaiveMatrix.Sum(row, Affine("attention.output", Answer(row))))];

        double[] Answer(double[] row) =>
            NaiveAttention.ScaledDot(architecture.SelfAttentionHeads, Affine("attention.query", row), keys, values).Attended;
    }

    private double[] Affine(string name, double[] x) => NaiveMatrix.Affine(parameters[$"{name}.weight"], parameters[$"{name}.bias"], x);
}
