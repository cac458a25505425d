namespace Rnnctl.Testing.Operations;

/// <summary>
/// Attention term by term, in double precision. Its gradients use other formulas than the devices: the whole Jacobian of the softmax, dA_k / dS_j = A_k (δ_kj -
/// A_j), and for additive scores the hyperbolic cosine, d tanh x / dx = 1 / cosh² x.
/// </summary>
internal static class NaiveAttention
{
    /// <summary>A, O, dQ, dK, dV and, for additive scores, dv.</summary>
    public static double[][,] Run(AttentionBatch batch)
    {
        double[,] weights = new double[1, batch.Heads * batch.Pairs.Weights], outputs = ZerosLike(batch.OutputGradient);
        double[,] dQ = ZerosLike(batch.Queries), dK = ZerosLike(batch.Keys), dV = ZerosLike(batch.Values), dv = new double[1, dK.GetLength(1)];
        int next = 0;
        for (int sequence = 0; sequence < batch.Pairs.Queries.Sequences; sequence++)
        {
            int[] keys = PackedBatch.RowsOf(batch.Pairs.Keys, batch.Pairs.KeySequenceOf(sequence));
            for (int head = 0; head < batch.Heads; head++)
            {
                foreach (int query in PackedBatch.RowsOf(batch.Pairs.Queries, sequence))
                {
                    double[] a = Attend(batch, head, query, keys, outputs);
                    Learn(batch, head, query, keys, a, dQ, dK, dV, dv);
                    foreach (double weight in a) weights[0, next++] = weight;
                }
            }
        }

        return batch.Scorer is null ? [weights, outputs, dQ, dK, dV] : [weights, outputs, dQ, dK, dV, dv];
    }

    private static double[] Attend(AttentionBatch batch, int head, int query, int[] keys, double[,] outputs)
    {
        double[] scores = [.. keys.Select(key => batch.Scale * Columns(batch.Keys, batch, head).Sum(c => Score(batch, query, key, c)))];
        double largest = scores.Max(), sum = scores.Sum(score => Math.Exp(score - largest));
        double[] a = [.. scores.Select(score => Math.Exp(score - largest) / sum)];
        foreach (int c in Columns(batch.Values, batch, head)) outputs[query, c] = keys.Select((key, k) => a[k] * batch.Values[key, c]).Sum();
        return a;
    }

    private static double Score(AttentionBatch batch, int query, int key, int c) => batch.Scorer is null
        ? batch.Queries[query, c] * batch.Keys[key, c]
        : batch.Scorer[0, c] * Math.Tanh(batch.Queries[query, c] + batch.Keys[key, c]);

    /// <summary>The derivatives of a column's term of a score by the query, the key and the scorer.</summary>
    private static (double Query, double Key, double Scorer) Slopes(AttentionBatch batch, int query, int key, int c)
    {
        double q = batch.Queries[query, c], k = batch.Keys[key, c];
        if (batch.Scorer is null) return (k, q, 0);
        double slope = batch.Scorer[0, c] / Math.Pow(Math.Cosh(q + k), 2);
        return (slope, slope, Math.Tanh(q + k));
    }

    private static void Learn(
        AttentionBatch batch, int head, int query, int[] keys, double[] a, double[,] dQ, double[,] dK, double[,] dV, double[,] dv)
    {
        double[] dA = [.. keys.Select(key => Columns(batch.Values, batch, head).Sum(c => batch.OutputGradient[query, c] * batch.Values[key, c]))];
        for (int j = 0; j < keys.Length; j++)
        {
            double dS = batch.Scale * Enumerable.Range(0, keys.Length).Sum(k => dA[k] * a[k] * ((k == j ? 1 : 0) - a[j]));
            foreach (int c in Columns(batch.Keys, batch, head))
            {
                (double ofQuery, double ofKey, double ofScorer) = Slopes(batch, query, keys[j], c);
                dQ[query, c] += dS * ofQuery;
                dK[keys[j], c] += dS * ofKey;
                dv[0, c] += dS * ofScorer;
            }

            foreach (int c in Columns(batch.Values, batch, head)) dV[keys[j], c] += a[j] * batch.OutputGradient[query, c];
        }
    }

    private static IEnumerable<int> Columns(double[,] matrix, AttentionBatch batch, int head)
    {
        int width = matrix.GetLength(1) / batch.Heads;
        return Enumerable.Range(head * width, width);
    }

    private static double[,] ZerosLike(double[,] matrix) => new double[matrix.GetLength(0), matrix.GetLength(1)];
}
