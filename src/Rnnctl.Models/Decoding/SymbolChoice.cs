using System.Numerics;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Models.Decoding;

/// <summary>
/// Chooses the symbols that may extend a hypothesis: the most probable ones, or one that is sampled, none of <see cref="SearchOptions.Excluded"/>. The
/// log-probabilities are those of the model's own distribution over all symbols.
/// </summary>
/// <param name="options">How to search for translations.</param>
/// <typeparam name="T">The number type.</typeparam>
internal sealed class SymbolChoice<T>(SearchOptions options)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int[] _excluded = [.. options.Excluded];
    private T[] _numbers = [];
    private int[] _ids = [];
    private int[] _order = [];
    private double[] _probabilities = [];
    private int _columns;

    /// <summary>Downloads the candidates of all hypotheses.</summary>
    /// <param name="tape">A tape that does not record.</param>
    /// <param name="logits">The logits of each hypothesis' next symbol, <c>[hypotheses, V]</c>.</param>
    public void Read(Tape<T> tape, Tensor<T> logits)
    {
        // Enough candidates are left when the excluded ones are passed over.
        _columns = options.Sampling is null ? Math.Min(options.Beam + _excluded.Length, logits.Columns) : logits.Columns;
        int count = logits.Rows * _columns;
        if (_numbers.Length < count) (_numbers, _ids) = (new T[2 * count], new int[2 * count]);
        if (options.Sampling is not null)
        {
            tape.Backend.Download(logits, _numbers.AsSpan(0, count));
            return;
        }

        Tensor<T> logProbabilities = tape.NewTensor(logits.Rows, _columns);
        Tensor<int> ids = tape.NewIds(count) with { Rows = logits.Rows, Columns = _columns, Stride = _columns };
        tape.Backend.BestClasses(logits, _columns, logProbabilities, ids);
        tape.Backend.Download(logProbabilities, _numbers.AsSpan(0, count));
        tape.Backend.Download(ids, _ids.AsSpan(0, count));
    }

    /// <summary>Adds the candidates that extend a hypothesis.</summary>
    /// <param name="row">Its row.</param>
    /// <param name="logProbability">Its log-probability so far.</param>
    /// <param name="counter">The counter of the random numbers, for sampling.</param>
    /// <param name="candidates">The list to add to.</param>
    public void AddCandidates(int row, double logProbability, PhiloxWords counter, List<Candidate> candidates)
    {
        if (options.Sampling is { } sampling)
        {
            (int symbol, double ofSymbol) = Draw(_numbers.AsSpan(row * _columns, _columns), sampling, Uniform(sampling.Seed, counter));
            candidates.Add(new Candidate(row, symbol, logProbability + ofSymbol));
            return;
        }

        for (int i = row * _columns; i < (row + 1) * _columns; i++)
        {
            if (!_excluded.Contains(_ids[i])) candidates.Add(new Candidate(row, _ids[i], logProbability + double.CreateChecked(_numbers[i])));
        }
    }

    /// <summary>Samples a symbol under temperature, top-k and top-p; also returns its log-probability in the unchanged distribution.</summary>
    private (int Symbol, double LogProbability) Draw(ReadOnlySpan<T> logits, SamplingOptions sampling, double uniform)
    {
        if (_order.Length < logits.Length) (_order, _probabilities) = (new int[logits.Length], new double[logits.Length]);
        Span<int> order = _order.AsSpan(0, logits.Length);
        Span<double> probabilities = _probabilities.AsSpan(0, logits.Length);
        double largest = double.CreateChecked(TensorMax(logits)), whole = 0, tempered = 0;
        for (int symbol = 0; symbol < logits.Length; symbol++)
        {
            double x = double.CreateChecked(logits[symbol]) - largest;
            bool isExcluded = _excluded.Contains(symbol);
            whole += Math.Exp(x);
            probabilities[symbol] = isExcluded ? double.PositiveInfinity : -Math.Exp(x / sampling.Temperature);
            if (!isExcluded) tempered -= probabilities[symbol];
            order[symbol] = symbol;
        }

        // The probabilities are negated, so that the most probable come first, and the excluded symbols last.
        probabilities.Sort(order);
        int kept = Kept(probabilities[..^_excluded.Length], tempered, sampling);
        double threshold = uniform * -Sum(probabilities[..kept]), below = 0;
        int drawn = 0;
        while (drawn < kept - 1 && (below -= probabilities[drawn]) <= threshold) drawn++;
        return (order[drawn], double.CreateChecked(logits[order[drawn]]) - largest - Math.Log(whole));
    }

    /// <summary>A random number in [0, 1).</summary>
    private static double Uniform(ulong seed, PhiloxWords counter)
    {
        PhiloxWords words = Philox4x32.Words((uint)seed, (uint)(seed >> 32), counter);
        return ((words.First | ((ulong)words.Second << 32)) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>The number of most probable symbols to sample from.</summary>
    private static int Kept(ReadOnlySpan<double> negated, double total, SamplingOptions sampling)
    {
        int most = sampling.TopK > 0 ? Math.Min(sampling.TopK, negated.Length) : negated.Length;
        double together = 0;
        for (int kept = 1; kept <= most; kept++)
        {
            together -= negated[kept - 1];
            if (together >= sampling.TopP * total) return kept;
        }

        return most;
    }

    private static double Sum(ReadOnlySpan<double> numbers)
    {
        double sum = 0;
        foreach (double number in numbers) sum += number;
        return sum;
    }

    private static T TensorMax(ReadOnlySpan<T> numbers)
    {
        T largest = numbers[0];
        foreach (T number in numbers) largest = T.Max(largest, number);
        return largest;
    }
}

/// <summary>A symbol that may extend a hypothesis.</summary>
/// <param name="Row">The hypothesis' row.</param>
/// <param name="Symbol">The next symbol.</param>
/// <param name="LogProbability">The log-probability of the extended hypothesis.</param>
internal readonly record struct Candidate(int Row, int Symbol, double LogProbability);
