using System.Runtime.InteropServices;

namespace Rnnctl.Text.Metrics;

/// <summary>
/// BLEU of a corpus with one reference for each hypothesis (Papineni et al. 2002), as sacreBLEU computes it by default: n-grams up to 4, and smoothing
/// <c>exp</c>: the k-th order without a match has the precision 100 / (2^k total).
/// <code>
/// BLEU = BP exp(1/4 Σ_n log p_n),  p_n = 100 matches_n / total_n,  BP = min(1, exp(1 - references / hypotheses))
/// </code>
/// </summary>
public sealed class Bleu
{
    private const int Orders = 4;
    private const double LogOfZero = -9999999999;
    private readonly BleuTokens _tokens;
    private readonly SymbolTable _numbers = new();
    private readonly List<int> _hypothesis = [];
    private readonly List<int> _reference = [];
    private readonly NgramMatches _matches = new(Orders);
    private readonly long[] _totals = new long[Orders];
    private readonly string _signature;
    private long _hypothesisTokens;
    private long _referenceTokens;

    /// <summary>An empty score.</summary>
    /// <param name="tokenization">How lines are split into tokens.</param>
    /// <param name="lowercase">Whether lines are compared in lower case.</param>
    public Bleu(BleuTokenization tokenization, bool lowercase = false)
    {
        _tokens = new BleuTokens(tokenization, lowercase);
        string letterCase = lowercase ? "lc" : "mixed";
        string tokenizer = tokenization == BleuTokenization.Mteval13a ? "13a" : "none";
        _signature = $"nrefs:1|case:{letterCase}|eff:no|tok:{tokenizer}|smooth:exp|version:{SacreBleu.Version}";
    }

    /// <summary>Adds a line and its reference.</summary>
    public void Add(string hypothesis, string reference)
    {
        _numbers.Clear();
        _tokens.Write(hypothesis, _numbers, _hypothesis);
        _tokens.Write(reference, _numbers, _reference);
        _matches.Add(CollectionsMarshal.AsSpan(_hypothesis), CollectionsMarshal.AsSpan(_reference));
        for (int order = 0; order < Orders; order++) _totals[order] += NgramMatches.CountIn(_hypothesis.Count, order + 1);
        _hypothesisTokens += _hypothesis.Count;
        _referenceTokens += _reference.Count;
    }

    /// <summary>Joins the counts of several scores, each of a part of the lines.</summary>
    /// <param name="sum">Replaces counts by their sums over all parts.</param>
    public void Join(Action<Span<double>> sum)
    {
        Span<double> counts = stackalloc double[(2 * Orders) + 2];
        for (int order = 0; order < Orders; order++) (counts[order], counts[Orders + order]) = (_matches.Counts[order], _totals[order]);
        (counts[^2], counts[^1]) = (_hypothesisTokens, _referenceTokens);
        sum(counts);
        for (int order = 0; order < Orders; order++) (_matches.Counts[order], _totals[order]) = ((long)counts[order], (long)counts[Orders + order]);
        (_hypothesisTokens, _referenceTokens) = ((long)counts[^2], (long)counts[^1]);
    }

    /// <summary>The score of all lines so far; 0 if no token matches.</summary>
    public BleuScore Score()
    {
        double penalty = BrevityPenalty();
        double[] precisions = Precisions();
        double score = _matches.Counts[0] == 0 ? 0 : penalty * Math.Exp(precisions.Sum(Log) / Orders);
        return new BleuScore(score, precisions, penalty, _hypothesisTokens, _referenceTokens, _signature);
    }

    private static double Log(double precision) => precision == 0 ? LogOfZero : Math.Log(precision);

    /// <summary>BP; without any hypothesis token it is exp(-∞) = 0.</summary>
    private double BrevityPenalty() => _hypothesisTokens < _referenceTokens ? Math.Exp(1 - ((double)_referenceTokens / _hypothesisTokens)) : 1;

    private double[] Precisions()
    {
        double[] precisions = new double[Orders];
        if (_matches.Counts[0] == 0) return precisions;
        double smoothing = 1;
        for (int order = 0; order < Orders && _totals[order] > 0; order++)
        {
            long matches = _matches.Counts[order];
            if (matches == 0) smoothing *= 2;
            precisions[order] = matches == 0 ? 100 / (smoothing * _totals[order]) : 100.0 * matches / _totals[order];
        }

        return precisions;
    }
}
