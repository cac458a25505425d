using Rnnctl.Compute.Randomness;
using Rnnctl.Models.Decoding;

namespace Rnnctl.Models.Tests.Decoding;

/// <summary>The N best labellings against all of them, written down, scored by the definition and sorted.</summary>
public sealed class NBestSearchTests
{
    public static TheoryData<int, int, int, double> Shapes => new()
    {
        { 1, 4, 3, 1 }, { 2, 1, 5, 1 }, { 2, 6, 70, 1 }, { 3, 5, 10, 5 }, { 4, 4, 300, 1 }, { 5, 3, 1, 30 }, { 7, 3, 20, 0.1 }, { 3, 6, 50, 300 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_n_best_are_the_first_of_all_labellings_sorted(int labels, int tokens, int count, double scale)
    {
        var random = new PhiloxRandom(61, stream: 0);
        for (int round = 0; round < 20; round++)
        {
            // From the second round on some transitions are forbidden; labels may always follow themselves.
            double[] transitions = Draw(random, labels * labels, scale), start = Draw(random, labels, scale), end = Draw(random, labels, scale);
            for (int i = 0; i < transitions.Length; i++)
            {
                if (round > 0 && i / labels != i % labels && random.Next(3) == 0) transitions[i] = double.NegativeInfinity;
            }

            float[] emissions = [.. Draw(random, tokens * labels, scale).Select(number => (float)number)];
            double Score(int[] y) => start[y[0]] + end[y[^1]] + y.Select((label, t) => (double)emissions[(t * labels) + label]).Sum()
                + y.Zip(y.Skip(1)).Sum(pair => transitions[(pair.First * labels) + pair.Second]);
            double[] scores = [.. All(labels, tokens).Select(Score).Where(double.IsFinite).OrderDescending()];
            double logPartition = scores[0] + Math.Log(scores.Sum(score => Math.Exp(score - scores[0])));

            IReadOnlyList<ScoredLabelling> found = new NBestSearch(transitions, start, end).Find(emissions, count);

            Assert.Equal(Math.Min(count, scores.Length), found.Count);
            Assert.Equal(found.Count, found.Select(one => string.Join(' ', one.Labels)).Distinct().Count());
            for (int i = 0; i < found.Count; i++)
            {
                Assert.Equal(scores[i], Score(found[i].Labels), 1e-9 * scale);
                Assert.Equal(Math.Exp(scores[i] - logPartition), found[i].Probability, 1e-9);
            }
        }
    }

    [Fact]
    public void The_search_ends_if_all_labellings_score_almost_the_same()
    {
        const int Tokens = 2000, Count = 30;
        Assert.Equal(Count, NBestSearch.OfTokens(5).Find(new float[5 * Tokens], Count).Count);
        float[] emissions = [.. Enumerable.Repeat((float[])[0.1f, 0.7f, -0.3f, 0.69f, 1e-3f], Tokens).SelectMany(token => token)];
        IReadOnlyList<ScoredLabelling> found = NBestSearch.OfTokens(5).Find(emissions, Count);
        Assert.Equal(Count, found.Select(one => string.Join(' ', one.Labels)).Distinct().Count());
        Assert.All(found, one => Assert.Equal(Tokens, one.Labels.Length));
    }

    [Fact]
    public void Without_a_chain_the_best_labelling_is_each_tokens_best_label()
    {
        float[] emissions = [1, 3, 2, 0, -1, -2];
        ScoredLabelling best = Assert.Single(NBestSearch.OfTokens(3).Find(emissions, 1));
        Assert.Equal([1, 0], best.Labels);
        double first = Math.Exp(3) / (Math.Exp(1) + Math.Exp(3) + Math.Exp(2)), second = 1 / (1 + Math.Exp(-1) + Math.Exp(-2));
        Assert.Equal(first * second, best.Probability, 1e-12);
    }

    [Fact]
    public void Without_a_chain_a_hundred_thousand_labels_can_be_searched()
    {
        const int Labels = 100_000;
        float[] emissions = [.. Enumerable.Range(0, 2 * Labels).Select(i => i % Labels == 7 ? 20f : i % Labels == 9 ? 19f : 0f)];
        IReadOnlyList<ScoredLabelling> found = NBestSearch.OfTokens(Labels).Find(emissions, 3);
        Assert.Equal(["7 7", "7 9", "9 7"], found.Select(one => string.Join(' ', one.Labels)).Order());
        Assert.Equal([7, 7], found[0].Labels);
    }

    [Fact]
    public void Empty_sentence_has_no_labelling() => Assert.Empty(NBestSearch.OfTokens(3).Find([], 4));

    private static double[] Draw(PhiloxRandom random, int count, double scale) =>
        [.. Enumerable.Range(0, count).Select(_ => scale * ((2 * random.NextDouble()) - 1))];

    private static IEnumerable<int[]> All(int labels, int tokens)
    {
        IEnumerable<int[]> all = [[]];
        for (int t = 0; t < tokens; t++) all = [.. all.SelectMany(y => Enumerable.Range(0, labels).Select(label => (int[])[.. y, label]))];
        return all;
    }
}
