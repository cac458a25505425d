using Rnnctl.Models.Decoding;

namespace Rnnctl.Models.Tests.Decoding;

/// <summary>The oracle lists every labelling of a sentence and scores it by the definition.</summary>
public sealed class SentenceChainTests
{
    private const int Labels = 4;

    // Labels 0: outside, 1: begins a span, 2: inside it, 3: a span of another type. As conlleval, 2 after 0 or 3 begins a span too.
    private static readonly SpanConditions Spans = new(
        label => label is 1 or 2,
        (previous, label) => label == 1 || (label == 2 && previous is 0 or 3),
        (previous, label) => previous is 1 or 2 && label == 2,
        (label, next) => label is 1 or 2 && next != 2,
        label => label is 1 or 2);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Best_scores_and_probabilities_are_those_of_all_labellings(int tokens)
    {
        foreach (ChainScores scores in (ChainScores[])[Drawn(forbids: false), Drawn(forbids: true), ChainScores.OfTokens(Labels)])
        {
            float[] emissions = Emissions(tokens);
            var chain = new SentenceChain(scores, emissions);
            (int[] Labels, double Score)[] all = [.. Labellings(tokens).Select(labels => (labels, Score(scores, emissions, labels)))];
            double partition = all.Sum(one => Math.Exp(one.Score));
            double[] best = chain.BestScores();
            for (int i = 0; i < best.Length; i++)
            {
                (int token, int label) = (i / Labels, i % Labels);
                var with = all.Where(one => one.Labels[token] == label);
                Assert.Equal(with.Max(one => one.Score), best[i], 1e-9);
                Assert.Equal(with.Sum(one => Math.Exp(one.Score)) / partition, chain.Probability(token, label), 1e-12);
            }
        }
    }

    [Fact]
    public void Probability_of_a_span_is_that_of_all_labellings_that_have_it()
    {
        const int Tokens = 5;
        foreach (ChainScores scores in (ChainScores[])[Drawn(forbids: false), Drawn(forbids: true), ChainScores.OfTokens(Labels)])
        {
            float[] emissions = Emissions(Tokens);
            var chain = new SentenceChain(scores, emissions);
            (int[] Labels, double Weight)[] all = [.. Labellings(Tokens).Select(labels => (labels, Math.Exp(Score(scores, emissions, labels))))];
            double partition = all.Sum(one => one.Weight);
            for (int first = 0; first < Tokens; first++)
            {
                for (int last = first; last < Tokens; last++)
                {
                    double expected = all.Where(one => SpansOf(one.Labels).Contains((first, last))).Sum(one => one.Weight) / partition;
                    Assert.Equal(expected, chain.SpanProbability(first, last, Spans), 1e-12);
                }
            }
        }
    }

    /// <summary>The spans of a labelling: 1 or 2 begins one, 2 goes on with it.</summary>
    private static List<(int First, int Last)> SpansOf(int[] labels)
    {
        List<(int First, int Last)> spans = [];
        for (int token = 0; token < labels.Length; token++)
        {
            bool isOpen = token > 0 && labels[token - 1] is 1 or 2;
            if (labels[token] == 1 || (labels[token] == 2 && !(isOpen && token > 0))) spans.Add((token, token));
            else if (labels[token] == 2) spans[^1] = (spans[^1].First, token);
        }

        return spans;
    }

    private static ChainScores Drawn(bool forbids)
    {
        var random = new Random(31);
        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (4 * random.NextDouble()) - 2)];
        double[] transitions = Draw(Labels * Labels), start = Draw(Labels), end = Draw(Labels);
        if (!forbids) return new ChainScores(transitions, start, end);
        (transitions[2], start[2], end[3]) = (double.NegativeInfinity, double.NegativeInfinity, double.NegativeInfinity);
        return new ChainScores(transitions, start, end);
    }

    private static float[] Emissions(int tokens)
    {
        var random = new Random(32);
        return [.. Enumerable.Range(0, tokens * Labels).Select(_ => (float)((4 * random.NextDouble()) - 2))];
    }

    private static IEnumerable<int[]> Labellings(int tokens) => Enumerable.Range(0, (int)Math.Pow(Labels, tokens))
        .Select(number => Enumerable.Range(0, tokens).Select(token => number / (int)Math.Pow(Labels, token) % Labels).ToArray());

    private static double Score(ChainScores scores, float[] emissions, int[] labels)
    {
        double score = scores.Start[labels[0]] + scores.End[labels[^1]];
        for (int token = 0; token < labels.Length; token++) score += emissions[(token * Labels) + labels[token]];
        for (int token = 1; token < labels.Length; token++) score += scores.Transition(labels[token - 1], labels[token]);
        return score;
    }
}
