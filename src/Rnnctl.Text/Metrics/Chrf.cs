using System.Runtime.InteropServices;
using System.Text;

namespace Rnnctl.Text.Metrics;

/// <summary>
/// chrF2 of a corpus with one reference for each hypothesis (Popović 2015), as sacreBLEU computes it by default: n-grams of up to 6 characters
/// (Unicode code points, without white space); recall counts twice as much as precision.
/// <code>
/// chrF = (1 + β²) P R / (β² P + R),  P and R the means of matches_n / hypotheses_n and matches_n / references_n, β = 2
/// </code>
/// The means are over the orders for which both sides have n-grams. If a line's reference is too short for an order, the hypothesis's n-grams of this
/// order do not count.
/// </summary>
public sealed class Chrf
{
    private const int Orders = 6;
    private const double Factor = 4;
    private readonly bool _lowercase;
    private readonly List<int> _hypothesis = [];
    private readonly List<int> _reference = [];
    private readonly NgramMatches _matches = new(Orders);
    private readonly long[] _hypotheses = new long[Orders];
    private readonly long[] _references = new long[Orders];

    /// <summary>An empty score.</summary>
    /// <param name="lowercase">Whether lines are compared in lower case.</param>
    public Chrf(bool lowercase = false) => _lowercase = lowercase;

    private string Signature => $"nrefs:1|case:{(_lowercase ? "lc" : "mixed")}|eff:yes|nc:6|nw:0|space:no|version:{SacreBleu.Version}";

    /// <summary>Adds a line and its reference.</summary>
    public void Add(string hypothesis, string reference)
    {
        WriteCharacters(hypothesis, _hypothesis);
        WriteCharacters(reference, _reference);
        _matches.Add(CollectionsMarshal.AsSpan(_hypothesis), CollectionsMarshal.AsSpan(_reference));
        for (int order = 0; order < Orders; order++)
        {
            int expected = NgramMatches.CountIn(_reference.Count, order + 1);
            _references[order] += expected;
            if (expected > 0) _hypotheses[order] += NgramMatches.CountIn(_hypothesis.Count, order + 1);
        }
    }

    /// <summary>Joins the counts of several scores, each of a part of the lines.</summary>
    /// <param name="sum">Replaces counts by their sums over all parts.</param>
    public void Join(Action<Span<double>> sum)
    {
        Span<double> counts = stackalloc double[3 * Orders];
        for (int order = 0; order < Orders; order++)
            (counts[order], counts[Orders + order], counts[(2 * Orders) + order]) = (_matches.Counts[order], _hypotheses[order], _references[order]);
        sum(counts);
        for (int order = 0; order < Orders; order++)
        {
            (_matches.Counts[order], _hypotheses[order]) = ((long)counts[order], (long)counts[Orders + order]);
            _references[order] = (long)counts[(2 * Orders) + order];
        }
    }

    /// <summary>The score of all lines so far; 0 if no character matches.</summary>
    public ChrfScore Score()
    {
        int orders = 0;
        double precision = 0;
        double recall = 0;
        for (int order = 0; order < Orders; order++)
        {
            if (_hypotheses[order] == 0 || _references[order] == 0) continue;
            precision += (double)_matches.Counts[order] / _hypotheses[order];
            recall += (double)_matches.Counts[order] / _references[order];
            orders++;
        }

        return new ChrfScore(orders == 0 ? 0 : 100 * MeanOf(precision / orders, recall / orders), Signature);
    }

    private static double MeanOf(double precision, double recall) =>
        precision + recall == 0 ? 0 : (1 + Factor) * precision * recall / ((Factor * precision) + recall);

    private void WriteCharacters(string line, List<int> characters)
    {
        characters.Clear();
        foreach (Rune rune in (_lowercase ? PythonString.Lower(line) : line).EnumerateRunes())
        {
            if (!rune.IsBmp || !PythonString.IsSpace((char)rune.Value)) characters.Add(rune.Value);
        }
    }
}
