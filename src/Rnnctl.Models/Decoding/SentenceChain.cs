namespace Rnnctl.Models.Decoding;

/// <summary>
/// The scores of the labels of one sentence under a linear chain, in double precision on the CPU. The score of a labelling y of T tokens is
/// <code>
/// score(y) = start[y_1] + Σ_t e[t, y_t] + Σ_t A[y_(t-1), y_t] + end[y_T],   p(y) = exp(score(y)) / Z
/// </code>
/// A tagger without a conditional random field is a chain whose start, transition and end scores are 0.
/// </summary>
public sealed class SentenceChain
{
    private readonly ChainScores _scores;
    private readonly double[] _emissions, _prefixSums, _suffixSums;
    private readonly double _logPartition;

    /// <summary>Computes the sums over all beginnings and endings of labellings.</summary>
    /// <param name="scores">The scores that do not depend on the sentence.</param>
    /// <param name="emissions">The tokens' logits, <c>[T, L]</c> row after row; at least one token.</param>
    public SentenceChain(ChainScores scores, ReadOnlySpan<float> emissions)
    {
        _scores = scores;
        _emissions = new double[emissions.Length];
        for (int i = 0; i < emissions.Length; i++) _emissions[i] = emissions[i];
        _prefixSums = PrefixSums();
        _suffixSums = SuffixSums();
        double[] all = new double[Labels];
        for (int label = 0; label < Labels; label++) all[label] = Through(0, label);
        _logPartition = LogSum(all);
    }

    /// <summary>T, the number of tokens.</summary>
    public int Tokens => _emissions.Length / Labels;

    private int Labels => _scores.Labels;

    /// <summary>The emission score of a label at a token.</summary>
    public double Emission(int token, int label) => _emissions[(token * Labels) + label];

    /// <summary>The score of a label after the previous token's label: of a transition, or at the first token of the start.</summary>
    /// <param name="token">The token.</param>
    /// <param name="previous">The label of the previous token; not read at the first token.</param>
    /// <param name="label">The label.</param>
    public double Transition(int token, int previous, int label) => token == 0 ? _scores.Start[label] : _scores.Transition(previous, label);

    /// <summary>The score of the best labelling that has a label at a token, for all tokens and labels, <c>[T, L]</c> (max-marginals).</summary>
    public double[] BestScores()
    {
        double[] prefixes = BestPrefixes(), suffixes = BestSuffixes();
        double[] best = new double[prefixes.Length];
        for (int i = 0; i < best.Length; i++) best[i] = prefixes[i] + suffixes[i];
        return best;
    }

    /// <summary>The probability of a label at a token, over all labellings.</summary>
    public double Probability(int token, int label) => Math.Exp(Through(token, label) - _logPartition);

    /// <summary>
    /// The probability of a span: of all labellings together that begin it at its first token, continue it at each of the next, and end it after its last.
    /// Other tokens may have any labels.
    /// </summary>
    /// <param name="first">The span's first token.</param>
    /// <param name="last">Its last token.</param>
    /// <param name="conditions">Which labels form the span.</param>
    public double SpanProbability(int first, int last, SpanConditions conditions)
    {
        double[] sums = new double[Labels], paths = new double[Labels];
        for (int label = 0; label < Labels; label++) sums[label] = Emission(first, label) + Beginnings(first, label, conditions, paths);
        for (int token = first + 1; token <= last; token++)
        {
            double[] before = sums;
            sums = new double[Labels];
            for (int label = 0; label < Labels; label++)
            {
                for (int previous = 0; previous < Labels; previous++)
                    paths[previous] = conditions.Continues(previous, label) ? before[previous] + _scores.Transition(previous, label) : double.NegativeInfinity;
                sums[label] = Emission(token, label) + LogSum(paths);
            }
        }

        for (int label = 0; label < Labels; label++)
        {
            if (!double.IsNegativeInfinity(sums[label])) sums[label] += Endings(last, label, conditions, paths);
        }

        return Math.Exp(LogSum(sums) - _logPartition);
    }

    /// <summary>The sum over what stands before a span whose first label is this.</summary>
    private double Beginnings(int first, int label, SpanConditions conditions, double[] paths)
    {
        if (first == 0) return conditions.StartsSentence(label) ? _scores.Start[label] : double.NegativeInfinity;
        for (int previous = 0; previous < Labels; previous++)
        {
            paths[previous] = conditions.Starts(previous, label)
                ? _prefixSums[((first - 1) * Labels) + previous] + _scores.Transition(previous, label)
                : double.NegativeInfinity;
        }

        return LogSum(paths);
    }

    /// <summary>The sum over what stands after a span whose last label is this.</summary>
    private double Endings(int last, int label, SpanConditions conditions, double[] paths)
    {
        if (last == Tokens - 1) return conditions.EndsSentence(label) ? _scores.End[label] : double.NegativeInfinity;
        for (int next = 0; next < Labels; next++)
        {
            paths[next] = conditions.Ends(label, next)
                ? _scores.Transition(label, next) + Emission(last + 1, next) + _suffixSums[((last + 1) * Labels) + next]
                : double.NegativeInfinity;
        }

        return LogSum(paths);
    }

    private double Through(int token, int label) => _prefixSums[(token * Labels) + label] + _suffixSums[(token * Labels) + label];

    /// <summary>log Σ exp(score) over the beginnings that end with a label, α_t(j) = e_t(j) + log Σ_i exp(α_(t-1)(i)) exp(A(i, j)), <c>[T, L]</c>.</summary>
    private double[] PrefixSums()
    {
        double[] sums = new double[_emissions.Length], before = new double[Labels];
        for (int label = 0; label < Labels; label++) sums[label] = Emission(0, label) + _scores.Start[label];
        for (int token = 1; token < Tokens; token++)
        {
            int row = token * Labels;
            sums.AsSpan(row - Labels, Labels).CopyTo(before);
            _scores.SumBefore(before, sums.AsSpan(row, Labels));
            for (int label = 0; label < Labels; label++) sums[row + label] += Emission(token, label);
        }

        return sums;
    }

    /// <summary>The same over the endings after a label, β_t(i) = log Σ_j exp(A(i, j)) exp(e_(t+1)(j) + β_(t+1)(j)), <c>[T, L]</c>.</summary>
    private double[] SuffixSums()
    {
        double[] sums = new double[_emissions.Length], after = new double[Labels];
        _scores.End.CopyTo(sums, (Tokens - 1) * Labels);
        for (int token = Tokens - 2; token >= 0; token--)
        {
            int row = (token + 1) * Labels;
            for (int label = 0; label < Labels; label++) after[label] = _emissions[row + label] + sums[row + label];
            _scores.SumAfter(after, sums.AsSpan(row - Labels, Labels));
        }

        return sums;
    }

    /// <summary>The largest scores of beginnings, e_t(j) + max_i δ_(t-1)(i) + A(i, j), <c>[T, L]</c>.</summary>
    private double[] BestPrefixes()
    {
        double[] best = new double[_emissions.Length];
        for (int label = 0; label < Labels; label++) best[label] = Emission(0, label) + _scores.Start[label];
        for (int token = 1; token < Tokens; token++)
        {
            int before = (token - 1) * Labels;
            for (int label = 0; label < Labels; label++)
            {
                double largest = double.NegativeInfinity;
                for (int previous = 0; previous < Labels; previous++)
                    largest = Math.Max(largest, best[before + previous] + _scores.Transition(previous, label));
                best[before + Labels + label] = Emission(token, label) + largest;
            }
        }

        return best;
    }

    /// <summary>The largest scores of endings, max_j A(i, j) + e_(t+1)(j) + the same of j, <c>[T, L]</c>.</summary>
    private double[] BestSuffixes()
    {
        double[] best = new double[_emissions.Length];
        _scores.End.CopyTo(best, (Tokens - 1) * Labels);
        for (int token = Tokens - 2; token >= 0; token--)
        {
            int after = (token + 1) * Labels;
            for (int label = 0; label < Labels; label++)
            {
                double largest = double.NegativeInfinity;
                for (int next = 0; next < Labels; next++)
                    largest = Math.Max(largest, _scores.Transition(label, next) + _emissions[after + next] + best[after + next]);
                best[after - Labels + label] = largest;
            }
        }

        return best;
    }

    /// <summary>log Σ exp(x).</summary>
    private static double LogSum(double[] scores)
    {
        double largest = scores.Max();
        if (double.IsNegativeInfinity(largest)) return largest;
        double sum = 0;
        foreach (double score in scores) sum += Math.Exp(score - largest);
        return largest + Math.Log(sum);
    }
}
