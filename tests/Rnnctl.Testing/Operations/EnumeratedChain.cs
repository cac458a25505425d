namespace Rnnctl.Testing.Operations;

/// <summary>
/// A batch of linear chains by enumeration: every labelling of a sequence is listed and scored by the definition. It shares no code with the tested algorithms.
/// </summary>
internal static class EnumeratedChain
{
    /// <summary>The results that <see cref="ChainBatch.Run"/> should have.</summary>
    public static double[][,] Run(ChainBatch batch)
    {
        double[,] labels = new double[1, batch.Steps.Tokens];
        double[][,] known = Differentiate(batch, batch.Ids, labels);
        return [.. Differentiate(batch, [.. batch.Ids.Select(_ => -1)], labels), .. known, labels];
    }

    /// <summary>log Z, and the expected counts: of each label at each token, of each transition, and of each label at the start and the end.</summary>
    private static double[][,] Differentiate(ChainBatch batch, int[] ids, double[,] best)
    {
        double[,] logPartitions = new double[batch.Steps.Sequences, 1], emissions = new double[batch.Steps.Tokens, batch.Labels];
        double[,] transitions = new double[batch.Labels, batch.Labels], start = new double[1, batch.Labels], end = new double[1, batch.Labels];
        for (int sequence = 0; sequence < batch.Steps.Sequences; sequence++)
        {
            int[] tokens = PackedBatch.RowsOf(batch.Steps, sequence);
            double largest = double.NegativeInfinity, sum = 0;
            ForEach(batch, ids, tokens, (labelling, score) =>
            {
                if (score <= largest) return;
                largest = score;
                for (int t = 0; t < tokens.Length; t++) best[0, tokens[t]] = labelling[t];
            });
            ForEach(batch, ids, tokens, (_, score) => sum += Math.Exp(score - largest));
            logPartitions[sequence, 0] = largest + Math.Log(sum);
            ForEach(batch, ids, tokens, (labelling, score) =>
            {
                double probability = Math.Exp(score - largest) / sum;
                start[0, labelling[0]] += probability;
                end[0, labelling[^1]] += probability;
                for (int t = 0; t < tokens.Length; t++) emissions[tokens[t], labelling[t]] += probability;
                for (int t = 1; t < tokens.Length; t++) transitions[labelling[t - 1], labelling[t]] += probability;
            });
        }

        return [logPartitions, emissions, transitions, start, end];
    }

    /// <summary>Visits every labelling of a sequence that agrees with the ids, with its score; the first label changes slowest.</summary>
    private static void ForEach(ChainBatch batch, int[] ids, int[] tokens, Action<int[], double> visit)
    {
        int[] labelling = new int[tokens.Length];
        Extend(0);

        void Extend(int length)
        {
            if (length == tokens.Length)
            {
                visit(labelling, Score(batch, tokens, labelling));
                return;
            }

            for (int label = 0; label < batch.Labels; label++)
            {
                if (ids[tokens[length]] >= 0 && ids[tokens[length]] != label) continue;
                labelling[length] = label;
                Extend(length + 1);
            }
        }
    }

    /// <summary>The score of a labelling, by the definition.</summary>
    private static double Score(ChainBatch batch, int[] tokens, int[] labelling)
    {
        double score = batch.Start[0, labelling[0]] + batch.End[0, labelling[^1]];
        for (int t = 0; t < tokens.Length; t++) score += batch.Emissions[tokens[t], labelling[t]];
        for (int t = 1; t < tokens.Length; t++) score += batch.Transitions[labelling[t - 1], labelling[t]];
        return score;
    }
}
