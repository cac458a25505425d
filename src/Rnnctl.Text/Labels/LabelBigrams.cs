namespace Rnnctl.Text.Labels;

/// <summary>
/// How often each label follows each other one, from the start of a sentence to its end, and the probabilities that follow (Witten and Bell 1991, method C,
/// interpolated as in Chen and Goodman 1998, section 2.4):
/// <code>
/// p(j | i) = (c(i, j) + n(i) p(j)) / (c(i) + n(i)),   p(j) = (c(j) + n / S) / (c + n)
/// </code>
/// The symbols are the labels and the sentence's boundary, S together. c(i, j) counts j right after i, c(i) = Σ_j c(i, j), c(j) = Σ_i c(i, j), c is the sum of
/// all. n(i) is the number of different symbols seen after i, and n of those seen at all. A history that was never seen has p(j | i) = p(j).
/// </summary>
/// <param name="labels">The number of labels.</param>
public sealed class LabelBigrams(int labels)
{
    private readonly long[] _counts = new long[checked((labels + 1) * (labels + 1))];

    /// <summary>S, the number of symbols: the labels, and the boundary as the last one.</summary>
    public int Symbols { get; } = labels + 1;

    private int Boundary => Symbols - 1;

    /// <summary>Counts the labels of a sentence, <c>[tokens]</c>; a negative id is no label, and its neighbours are no neighbours of each other.</summary>
    public void Add(ReadOnlySpan<int> sentence)
    {
        int previous = Boundary;
        foreach (int label in sentence)
        {
            Count(previous, label);
            previous = label;
        }

        Count(previous, Boundary);
    }

    /// <summary>log p(j | i) for all symbols, <c>[S, S]</c> row after row; the row and column S - 1 are the boundary's. All are finite.</summary>
    public double[] LogProbabilities()
    {
        int symbols = Symbols;
        double[] unigrams = Unigrams(), logarithms = new double[_counts.Length];
        for (int i = 0; i < symbols; i++)
        {
            ReadOnlySpan<long> counts = _counts.AsSpan(i * symbols, symbols);
            (long total, int different) = SumOf(counts);
            for (int j = 0; j < symbols; j++)
            {
                double probability = total == 0 ? unigrams[j] : (counts[j] + (different * unigrams[j])) / (total + different);
                logarithms[(i * symbols) + j] = Math.Log(probability);
            }
        }

        return logarithms;
    }

    private void Count(int previous, int symbol)
    {
        if (previous >= 0 && symbol >= 0) _counts[(previous * Symbols) + symbol]++;
    }

    /// <summary>p(j), <c>[S]</c>; uniform if nothing was counted.</summary>
    private double[] Unigrams()
    {
        int symbols = Symbols;
        long[] counts = new long[symbols];
        for (int place = 0; place < _counts.Length; place++) counts[place % symbols] += _counts[place];
        (long total, int different) = SumOf(counts);
        return Array.ConvertAll(counts, count => total == 0 ? 1.0 / symbols : (count + ((double)different / symbols)) / (total + different));
    }

    private static (long Total, int Different) SumOf(ReadOnlySpan<long> counts)
    {
        long total = 0;
        int different = 0;
        foreach (long count in counts)
        {
            total += count;
            if (count > 0) different++;
        }

        return (total, different);
    }
}
