using System.Numerics;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Models.Decoding;

/// <summary>
/// Chooses the symbols that extend a hypothesis among those that a <see cref="SymbolMask"/> allows: the most probable ones, or one that is sampled. The
/// log-probabilities are those of the model's own distribution over all symbols.
/// </summary>
/// <param name="options">How to search for translations.</param>
/// <param name="mask">Which symbols may extend the hypotheses of the current step.</param>
/// <typeparam name="T">The number type.</typeparam>
internal sealed class SymbolChoice<T>(SearchOptions options, SymbolMask mask)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const double Forbidden = double.PositiveInfinity;

    private T[] _numbers = [];
    private T[] _surprisals = [];
    private int[] _ids = [];
    private int[] _order = [];
    private double[] _probabilities = [];
    private int _columns;

    /// <summary>Downloads the candidates of all hypotheses.</summary>
    /// <param name="tape">A tape that does not record.</param>
    /// <param name="logits">The logits of each hypothesis' next symbol, <c>[hypotheses, V]</c>.</param>
    public void Read(Tape<T> tape, Tensor<T> logits)
    {
        if (mask.ForcesAny) ReadForced(tape, logits);
        if (mask.ForcesAll) return;

        // Enough candidates are left when the forbidden ones are passed over.
        _columns = options.Sampling is null ? Math.Min(options.Beam + mask.MostForbidden, logits.Columns) : logits.Columns;
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
        if (mask.ForcesAny && mask.Forced[row] is >= 0 and int forced)
        {
            candidates.Add(new Candidate(row, forced, logProbability - double.CreateChecked(_surprisals[row])));
            return;
        }

        if (options.Sampling is { } sampling)
        {
            (int symbol, double ofSymbol) = Draw(row, sampling, Uniform(sampling.Seed, counter));
            candidates.Add(new Candidate(row, symbol, logProbability + ofSymbol));
            return;
        }

        int before = candidates.Count;
        for (int i = row * _columns; i < (row + 1) * _columns; i++)
        {
            if (mask.Allows(row, _ids[i])) candidates.Add(new Candidate(row, _ids[i], logProbability + double.CreateChecked(_numbers[i])));
        }

        if (candidates.Count == before) AddEnd(row, logProbability, candidates);
    }

    /// <summary>Downloads -log p of the forced symbols.</summary>
    private void ReadForced(Tape<T> tape, Tensor<T> logits)
    {
        Tensor<T> losses = tape.NewTensor(logits.Rows, 1), surprisals = tape.NewTensor(logits.Rows, 1);
        tape.Backend.SmoothedCrossEntropy(logits, tape.NewIds(mask.Forced), smoothing: 0, scale: T.One, losses, surprisals, gradient: default);
        if (_surprisals.Length < logits.Rows) _surprisals = new T[2 * logits.Rows];
        tape.Backend.Download(surprisals, _surprisals.AsSpan(0, logits.Rows));
    }

    /// <summary>Ends a hypothesis that no other symbol may extend; then all symbols were downloaded.</summary>
    private void AddEnd(int row, double logProbability, List<Candidate> candidates)
    {
        int end = _ids.AsSpan(row * _columns, _columns).IndexOf(options.EndId);
        if (end >= 0) candidates.Add(new Candidate(row, options.EndId, logProbability + double.CreateChecked(_numbers[(row * _columns) + end])));
    }

    /// <summary>Samples a symbol under temperature, top-k and top-p; also returns its log-probability in the unchanged distribution.</summary>
    private (int Symbol, double LogProbability) Draw(int row, SamplingOptions sampling, double uniform)
    {
        ReadOnlySpan<T> logits = _numbers.AsSpan(row * _columns, _columns);
        if (_order.Length < logits.Length) (_order, _probabilities) = (new int[logits.Length], new double[logits.Length]);
        Span<int> order = _order.AsSpan(0, logits.Length);
        Span<double> probabilities = _probabilities.AsSpan(0, logits.Length);
        int allowed = logits.Length - Forbid(row, probabilities);
        double largest = double.CreateChecked(TensorMax(logits)), whole = 0, tempered = 0;
        for (int symbol = 0; symbol < logits.Length; symbol++)
        {
            double x = double.CreateChecked(logits[symbol]) - largest;
            whole += Math.Exp(x);
            order[symbol] = symbol;
            if (probabilities[symbol] == Forbidden) continue;
            probabilities[symbol] = -Math.Exp(x / sampling.Temperature);
            tempered -= probabilities[symbol];
        }

        int chosen = allowed == 0 ? options.EndId : Draw(probabilities, order, allowed, tempered, sampling, uniform);
        return (chosen, double.CreateChecked(logits[chosen]) - largest - Math.Log(whole));
    }

    /// <summary>Samples a symbol. The probabilities are negated, so that the most probable come first, and the forbidden symbols last.</summary>
    private static int Draw(Span<double> negated, Span<int> order, int allowed, double total, SamplingOptions sampling, double uniform)
    {
        negated.Sort(order);
        int kept = Kept(negated[..allowed], total, sampling);
        double threshold = uniform * -Sum(negated[..kept]), below = 0;
        int drawn = 0;
        while (drawn < kept - 1 && (below -= negated[drawn]) <= threshold) drawn++;
        return order[drawn];
    }

    /// <summary>Marks the symbols that must not extend a hypothesis, clears the others, and returns the number of the marked ones.</summary>
    private int Forbid(int row, Span<double> probabilities)
    {
        probabilities.Clear();
        int forbidden = 0;
        foreach (int symbol in mask.Excluded) forbidden += Mark(ref probabilities[symbol]);
        foreach (int symbol in mask.ForbiddenIn(row)) forbidden += Mark(ref probabilities[symbol]);
        return forbidden;
    }

    private static int Mark(ref double probability)
    {
        bool isNew = probability != Forbidden;
        probability = Forbidden;
        return isNew ? 1 : 0;
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
