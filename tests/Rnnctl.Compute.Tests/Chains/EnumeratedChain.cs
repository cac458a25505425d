using Rnnctl.Compute.Randomness;

namespace Rnnctl.Compute.Tests.Chains;

/// <summary>
/// One sequence of a linear chain, by enumeration: every labelling is written down and scored by the definition. It shares no code with the algorithms
/// under test.
/// </summary>
/// <param name="Emissions">Token by token, <c>[T][L]</c>.</param>
/// <param name="Transitions"><c>[L][L]</c>.</param>
/// <param name="Start"><c>[L]</c>.</param>
/// <param name="End"><c>[L]</c>.</param>
internal sealed record EnumeratedChain(double[][] Emissions, double[][] Transitions, double[] Start, double[] End)
{
    private int Labels => Start.Length;

    /// <summary>All labellings that agree with the ids, the first label changing slowest.</summary>
    public IEnumerable<int[]> Labellings(int[] ids)
    {
        IEnumerable<int[]> all = [[]];
        foreach (int id in ids)
        {
            int[] labels = id < 0 ? [.. Enumerable.Range(0, Labels)] : [id];
            all = [.. all.SelectMany(beginning => labels.Select(label => (int[])[.. beginning, label]))];
        }

        return all;
    }

    /// <summary>All labellings.</summary>
    public IEnumerable<int[]> Labellings() => Labellings([.. Emissions.Select(_ => -1)]);

    /// <summary>The definition.</summary>
    public double Score(int[] labelling)
    {
        double score = Start[labelling[0]] + End[labelling[^1]];
        for (int t = 0; t < labelling.Length; t++) score += Emissions[t][labelling[t]];
        for (int t = 1; t < labelling.Length; t++) score += Transitions[labelling[t - 1]][labelling[t]];
        return score;
    }

    /// <summary>log Σ exp(score) over the labellings that agree with the ids.</summary>
    public double LogPartition(int[] ids)
    {
        double[] scores = [.. Labellings(ids).Select(Score)];
        double largest = scores.Max();
        return largest + Math.Log(scores.Sum(score => Math.Exp(score - largest)));
    }

    /// <summary>The expected number, over the labellings that agree with the ids, of what a function finds in one.</summary>
    public double Expected(int[] ids, Func<int[], int> count)
    {
        double logPartition = LogPartition(ids);
        return Labellings(ids).Sum(labelling => Math.Exp(Score(labelling) - logPartition) * count(labelling));
    }

    /// <summary>Random numbers of both signs up to a scale.</summary>
    public static double[][] Draw(PhiloxRandom random, int rows, int columns, double scale) =>
        [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, columns).Select(_ => scale * ((2 * random.NextDouble()) - 1)).ToArray())];
}
