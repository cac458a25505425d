using System.Runtime.InteropServices;
using System.Text;
using Rnnctl.Text.Metrics.Tokenization;

namespace Rnnctl.Text.Metrics;

/// <summary>
/// chrF2 of a corpus (Popović 2015), as sacreBLEU computes it by default: n-grams of up to 6 characters (Unicode code points, without white space); recall
/// counts twice as much as precision. With n-grams of up to 2 words it is chrF2++ (Popović 2017).
/// <code>
/// chrF = (1 + β²) P R / (β² P + R),  P and R the means of matches_n / hypotheses_n and matches_n / references_n, β = 2
/// </code>
/// The means are over the orders for which both sides have n-grams. If a line's reference is too short for an order, the hypothesis's n-grams of this
/// order do not count. Of several references, each line counts with the one that scores best.
/// </summary>
public sealed class Chrf : ITranslationMetric
{
    /// <summary>The most words of an n-gram.</summary>
    public const int MostWords = 4;

    private const int CharacterOrders = 6;
    private const double Factor = 4;

    private readonly bool _lowercase;
    private readonly int _orders;
    private readonly SymbolTable _numbers = new();
    private readonly Side _hypothesis = new(), _reference = new();
    private readonly NgramMatches _characterMatches = new(CharacterOrders);
    private readonly NgramMatches _wordMatches;
    private readonly double[] _sums, _segment, _candidate;

    /// <summary>An empty score.</summary>
    /// <param name="lowercase">Whether lines are compared in lower case.</param>
    /// <param name="wordOrder">The most words of an n-gram, from 0 to <see cref="MostWords"/>: 0 for chrF, 2 for chrF++.</param>
    /// <param name="references">The number of references of each hypothesis.</param>
    public Chrf(bool lowercase = false, int wordOrder = 0, int references = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(wordOrder);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(wordOrder, MostWords);
        (_lowercase, _orders) = (lowercase, CharacterOrders + wordOrder);
        _wordMatches = new NgramMatches(Math.Max(1, wordOrder));
        (_sums, _segment, _candidate) = (new double[Statistics], new double[Statistics], new double[Statistics]);
        Name = "chrF2" + new string('+', wordOrder);
        string settings = $"case:{SacreBleu.CaseName(lowercase)}|eff:yes|nc:{CharacterOrders}|nw:{wordOrder}|space:no";
        Signature = SacreBleu.Signature(references, settings);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Signature { get; }

    /// <summary>Of each order, those of characters first: matches, n-grams of the hypotheses and n-grams of the references.</summary>
    public int Statistics => 3 * _orders;

    /// <summary>Adds a line and its references.</summary>
    public void Add(string hypothesis, params ReadOnlySpan<string> references)
    {
        Count(hypothesis, references, _segment);
        for (int number = 0; number < _sums.Length; number++) _sums[number] += _segment[number];
    }

    /// <summary>Joins the counts of several scores, each of a part of the lines.</summary>
    /// <param name="sum">Replaces counts by their sums over all parts.</param>
    public void Join(Action<Span<double>> sum) => sum(_sums);

    /// <summary>The score of all lines so far; 0 if no character matches.</summary>
    public ChrfScore Score() => new(Name, ScoreOf(_sums), Signature);

    /// <inheritdoc/>
    public void Count(string hypothesis, ReadOnlySpan<string> references, Span<double> statistics)
    {
        _numbers.Clear();
        Read(hypothesis, _hypothesis);
        double best = -1;
        foreach (string reference in references)
        {
            Read(reference, _reference);
            Match(_candidate);
            double score = ScoreOf(_candidate);
            if (score <= best) continue;
            best = score;
            _candidate.CopyTo(statistics);
        }
    }

    /// <inheritdoc/>
    public double ScoreOf(ReadOnlySpan<double> sums)
    {
        ReadOnlySpan<double> matches = sums[.._orders], hypotheses = sums.Slice(_orders, _orders), references = sums[(2 * _orders)..];
        int orders = 0;
        double precision = 0, recall = 0;
        for (int order = 0; order < _orders; order++)
        {
            if (hypotheses[order] == 0 || references[order] == 0) continue;
            precision += matches[order] / hypotheses[order];
            recall += matches[order] / references[order];
            orders++;
        }

        return orders == 0 ? 0 : 100 * MeanOf(precision / orders, recall / orders);
    }

    private static double MeanOf(double precision, double recall) =>
        precision + recall == 0 ? 0 : (1 + Factor) * precision * recall / ((Factor * precision) + recall);

    /// <summary>Counts the hypothesis against one reference.</summary>
    private void Match(Span<double> statistics)
    {
        statistics.Clear();
        _characterMatches.Clear();
        _characterMatches.AddReference(CollectionsMarshal.AsSpan(_reference.Characters));
        _characterMatches.Match(CollectionsMarshal.AsSpan(_hypothesis.Characters), statistics[..CharacterOrders]);
        if (_orders > CharacterOrders)
        {
            _wordMatches.Clear();
            _wordMatches.AddReference(CollectionsMarshal.AsSpan(_reference.Words));
            _wordMatches.Match(CollectionsMarshal.AsSpan(_hypothesis.Words), statistics[CharacterOrders.._orders]);
        }

        for (int order = 0; order < _orders; order++)
        {
            int expected = _reference.NgramsOf(order);
            statistics[(2 * _orders) + order] = expected;
            if (expected > 0) statistics[_orders + order] = _hypothesis.NgramsOf(order);
        }
    }

    private void Read(string line, Side side)
    {
        string text = _lowercase ? PythonString.Lower(line) : line;
        side.Characters.Clear();
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (!rune.IsBmp || !PythonString.IsSpace((char)rune.Value)) side.Characters.Add(rune.Value);
        }

        side.Words.Clear();
        if (_orders > CharacterOrders) ChrfWords.Add(text, _numbers, side.Words);
    }

    /// <summary>The characters and words of a hypothesis or a reference.</summary>
    private sealed class Side
    {
        public List<int> Characters { get; } = [];

        public List<int> Words { get; } = [];

        /// <summary>The number of n-grams of an order, those of characters first.</summary>
        public int NgramsOf(int order) => order < CharacterOrders
            ? NgramMatches.CountIn(Characters.Count, order + 1)
            : NgramMatches.CountIn(Words.Count, order - CharacterOrders + 1);
    }
}
