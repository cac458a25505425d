using Rnnctl.Models.Tests.Layers;

namespace Rnnctl.Models.Tests.Attention;

/// <summary>The softmax of scores and the mean by its weights, number by number, for one query at a time.</summary>
internal static class NaiveAttention
{
    /// <summary>exp(score) / Σ exp(score).</summary>
    public static double[] Softmax(double[] scores)
    {
        double sum = scores.Sum(Math.Exp);
        return [.. scores.Select(score => Math.Exp(score) / sum)];
    }

    /// <summary>Σ_j weight_j value_j.</summary>
    public static double[] Mean(double[] weights, double[][] values)
    {
        double[] mean = new double[values[0].Length];
        for (int j = 0; j < values.Length; j++)
        {
            for (int column = 0; column < mean.Length; column++) mean[column] += weights[j] * values[j][column];
        }

        return mean;
    }

    /// <summary>
    /// Heads of scaled dot products (Vaswani et al. 2017, section 3.2) side by side: softmax(q · k / √d) over the values in each head of d columns. The
    /// weights are the heads' in turn.
    /// </summary>
    public static (double[] Attended, double[][] Weights) ScaledDot(int heads, double[] query, double[][] keys, double[][] values)
    {
        int d = query.Length / heads;
        var weights = new double[heads][];
        var attended = new List<double>();
        for (int head = 0; head < heads; head++)
        {
            Range columns = (head * d)..((head + 1) * d);
            weights[head] = Softmax([.. keys.Select(key => NaiveMatrix.Dot(query[columns], key[columns]) / Math.Sqrt(d))]);
            attended.AddRange(Mean(weights[head], [.. values.Select(value => value[columns])]));
        }

        return ([.. attended], weights);
    }
}
