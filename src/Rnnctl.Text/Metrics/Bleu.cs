using System.Runtime.InteropServices;

namespace Rnnctl.Text.Metrics;

/// <summary>
/// BLEU of a corpus (Papineni et al. 2002), as sacreBLEU computes it by default: n-grams up to 4, and smoothing <c>exp</c>: the k-th order without a match
/// has the precision 100 / (2^k total).
/// <code>
/// BLEU = BP exp(1/4 Σ_n log p_n),  p_n = 100 matches_n / total_n,  BP = min(1, exp(1 - references / hypotheses))
/// </code>
/// Of several references, an n-gram matches as often as it occurs in the one that has it most often, and the length of the one counts that is closest to the
/// hypothesis, the shorter of two equally close ones.
/// </summary>
public sealed class Bleu : ITranslationMetric
{
    private const int Orders = 4;
    private const double LogOfZero = -9999999999;

    // A segment's numbers: the lengths of hypothesis and reference, matches of each order, n-grams of the hypothesis of each order.
    private const int HypothesisLength = 0, ReferenceLength = 1, Matches = 2, Totals = Matches + Orders, Width = Totals + Orders;

    private readonly BleuTokens _tokens;
    private readonly SymbolTable _numbers = new();
    private readonly List<int> _hypothesis = [];
    private readonly List<int> _reference = [];
    private readonly NgramMatches _matches = new(Orders);
    private readonly double[] _sums = new double[Width];

    /// <summary>An empty score.</summary>
    /// <param name="tokenization">How lines are split into tokens.</param>
    /// <param name="lowercase">Whether lines are compared in lower case.</param>
    /// <param name="references">The number of references of each hypothesis.</param>
    public Bleu(BleuTokenization tokenization, bool lowercase = false, int references = 1)
    {
        _tokens = new BleuTokens(tokenization, lowercase);
        Signature = SacreBleu.Signature(references, $"case:{SacreBleu.CaseName(lowercase)}|eff:no|tok:{TokenizationNames[(int)tokenization]}|smooth:exp");
    }

    /// <summary>sacreBLEU's names of the members of <see cref="BleuTokenization"/>, in the same order.</summary>
    public static IReadOnlyList<string> TokenizationNames => BleuTokens.Names;

    /// <inheritdoc/>
    public string Name => "BLEU";

    /// <inheritdoc/>
    public string Signature { get; }

    /// <inheritdoc/>
    public int Statistics => Width;

    /// <summary>Adds a line and its references.</summary>
    public void Add(string hypothesis, params ReadOnlySpan<string> references)
    {
        Span<double> segment = stackalloc double[Width];
        Count(hypothesis, references, segment);
        for (int number = 0; number < Width; number++) _sums[number] += segment[number];
    }

    /// <summary>Joins the counts of several scores, each of a part of the lines.</summary>
    /// <param name="sum">Replaces counts by their sums over all parts.</param>
    public void Join(Action<Span<double>> sum) => sum(_sums);

    /// <summary>The score of all lines so far; 0 if no token matches.</summary>
    public BleuScore Score() => new(
        ScoreOf(_sums), Precisions(_sums), BrevityPenalty(_sums), (long)_sums[HypothesisLength], (long)_sums[ReferenceLength], Signature);

    /// <inheritdoc/>
    public void Count(string hypothesis, ReadOnlySpan<string> references, Span<double> statistics)
    {
        statistics.Clear();
        _numbers.Clear();
        _matches.Clear();
        _tokens.Write(hypothesis, _numbers, _hypothesis);
        int closest = -1;
        foreach (string reference in references)
        {
            _tokens.Write(reference, _numbers, _reference);
            _matches.AddReference(CollectionsMarshal.AsSpan(_reference));
            closest = Closer(closest, _reference.Count, _hypothesis.Count);
        }

        (statistics[HypothesisLength], statistics[ReferenceLength]) = (_hypothesis.Count, closest);
        _matches.Match(CollectionsMarshal.AsSpan(_hypothesis), statistics.Slice(Matches, Orders));
        for (int order = 0; order < Orders; order++) statistics[Totals + order] = NgramMatches.CountIn(_hypothesis.Count, order + 1);
    }

    /// <inheritdoc/>
    public double ScoreOf(ReadOnlySpan<double> sums) => sums[Matches] == 0 ? 0 : BrevityPenalty(sums) * Math.Exp(Precisions(sums).Sum(Log) / Orders);

    /// <summary>The length that is closer to the hypothesis's; the shorter one of two that are equally close. A length of -1 is none.</summary>
    private static int Closer(int length, int other, int hypothesis)
    {
        if (length < 0) return other;
        int difference = Math.Abs(hypothesis - other) - Math.Abs(hypothesis - length);
        return difference < 0 || (difference == 0 && other < length) ? other : length;
    }

    private static double Log(double precision) => precision == 0 ? LogOfZero : Math.Log(precision);

    /// <summary>BP; without any hypothesis token it is exp(-∞) = 0.</summary>
    private static double BrevityPenalty(ReadOnlySpan<double> sums) =>
        sums[HypothesisLength] < sums[ReferenceLength] ? Math.Exp(1 - (sums[ReferenceLength] / sums[HypothesisLength])) : 1;

    private static double[] Precisions(ReadOnlySpan<double> sums)
    {
        double[] precisions = new double[Orders];
        if (sums[Matches] == 0) return precisions;
        double smoothing = 1;
        for (int order = 0; order < Orders && sums[Totals + order] > 0; order++)
        {
            double matches = sums[Matches + order];
            if (matches == 0) smoothing *= 2;
            precisions[order] = matches == 0 ? 100 / (smoothing * sums[Totals + order]) : 100 * matches / sums[Totals + order];
        }

        return precisions;
    }
}
