using Rnnctl.Compute.Randomness;

namespace Rnnctl.Compute.Tests.Cells;

/// <summary>
/// One direction of an LSTM with all additions of a layer, written from the papers in plain loops: layer normalisation (Ba et al. 2016, equation 20), recurrent
/// dropout (Gal and Ghahramani 2016) and zoneout (Krueger et al. 2017).
/// </summary>
internal sealed record NaiveLstm
{
    private const double Epsilon = 1e-5;

    public required int Hidden { get; init; }

    /// <summary>W, U, b and b' of one direction.</summary>
    public required (double[,] W, double[,] U, double[] B, double[] C) Weights { get; init; }

    /// <summary>The gains over W x and U h'; null without layer normalisation.</summary>
    public (double[] Input, double[] Recurrent)? Gains { get; init; }

    /// <summary>The probability of recurrent dropout and the key of its mask.</summary>
    public (double Probability, DropoutKey Key) RecurrentDropout { get; init; }

    /// <summary>The probability of zoneout and the keys of the masks of h and c; null to take the mean.</summary>
    public (double Probability, (DropoutKey Hidden, DropoutKey Memory)? Keys) Zoneout { get; init; }

    /// <summary>The hidden states of a sequence.</summary>
    /// <param name="x">The inputs of the sequence, in the order of the direction.</param>
    /// <param name="numbers">The numbers of the sequence's rows, in the same order.</param>
    /// <param name="sequence">The index of the sequence in the batch.</param>
    /// <param name="hidden">h_0.</param>
    /// <param name="memory">c_0.</param>
    public IEnumerable<double[]> Run(IEnumerable<double[]> x, int[] numbers, int sequence, double[] hidden, double[] memory)
    {
        (double[] h, double[] c) = (hidden, memory);
        foreach ((int step, double[] input) in x.Index())
        {
            double[] masked = [.. h.Select((value, unit) => value * HiddenMask(sequence, unit))];
            double[] a = Normalize(Product(Weights.W, input), Gains?.Input), u = Normalize(Product(Weights.U, masked), Gains?.Recurrent);
            double[] gates = [.. a.Select((value, place) => value + u[place] + Weights.B[place] + Weights.C[place])];
            double[] nextMemory = [.. c.Select((value, unit) =>
                (Logistic(gates[Hidden + unit]) * value) + (Logistic(gates[unit]) * Math.Tanh(gates[(2 * Hidden) + unit])))];
            double[] nextHidden = [.. nextMemory.Select((value, unit) => Logistic(gates[(3 * Hidden) + unit]) * Math.Tanh(value))];
            h = [.. h.Select((value, unit) => Zone(value, nextHidden[unit], Zoneout.Keys?.Hidden, numbers[step], unit))];
            c = [.. c.Select((value, unit) => Zone(value, nextMemory[unit], Zoneout.Keys?.Memory, numbers[step], unit))];
            yield return h;
        }
    }

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    private static double[] Product(double[,] weight, double[] x) =>
        [.. Enumerable.Range(0, weight.GetLength(0)).Select(row => x.Select((value, column) => weight[row, column] * value).Sum())];

    private static double[] Normalize(double[] sums, double[]? gain)
    {
        if (gain is null) return sums;
        double mean = sums.Average(), variance = sums.Average(value => (value - mean) * (value - mean));
        return [.. sums.Select((value, place) => gain[place] * (value - mean) / Math.Sqrt(variance + Epsilon))];
    }

    private static bool IsKept(DropoutKey key, double keep, int number, int unit) =>
        DropoutKey.Word(DropoutKey.OfRow(key, (uint)number), (uint)unit) < DropoutKey.Threshold(keep);

    private double HiddenMask(int sequence, int unit)
    {
        double keep = 1 - RecurrentDropout.Probability;
        if (keep == 1) return 1;
        return IsKept(RecurrentDropout.Key, keep, sequence, unit) ? 1 / keep : 0;
    }

    /// <summary>The previous value if the mask keeps it, else the next one; without a mask, the mean of both.</summary>
    private double Zone(double previous, double next, DropoutKey? key, int number, int unit)
    {
        double p = Zoneout.Probability;
        if (key is not { } drawn) return (p * previous) + ((1 - p) * next);
        return IsKept(drawn, 1 - p, number, unit) ? next : previous;
    }
}
