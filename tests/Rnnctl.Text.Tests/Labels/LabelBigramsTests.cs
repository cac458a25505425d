using Rnnctl.Text.Labels;

namespace Rnnctl.Text.Tests.Labels;

public sealed class LabelBigramsTests
{
    [Fact]
    public void Probabilities_are_those_worked_by_hand()
    {
        // Labels O = 0, B = 1, I = 2, and the boundary | = 3. "| O B |" and "| O O |" have 6 pairs, | O twice.
        var bigrams = new LabelBigrams(3);
        bigrams.Add([0, 1]);
        bigrams.Add([0, 0]);
        Assert.Equal(4, bigrams.Symbols);

        // As successors: O 3, B 1, | 2 of 6; 3 different symbols, and 4 that could be.
        double o = (3 + 0.75) / 9, b = (1 + 0.75) / 9, i = 0.75 / 9, end = (2 + 0.75) / 9;

        // After O: O, B and | once each. After B: | once. After I, never seen: the unigrams. After |: O twice.
        AssertEqual(
            bigrams,
            [
                (1 + (3 * o)) / 6, (1 + (3 * b)) / 6, 3 * i / 6, (1 + (3 * end)) / 6,
                o / 2, b / 2, i / 2, (1 + end) / 2,
                o, b, i, end,
                (2 + o) / 3, b / 3, i / 3, end / 3,
            ]);
    }

    [Fact]
    public void The_probabilities_after_each_symbol_sum_to_one()
    {
        var random = new Random(5);
        var bigrams = new LabelBigrams(7);
        for (int sentence = 0; sentence < 30; sentence++)
            bigrams.Add([.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => random.Next(5))]);
        foreach (double[] row in bigrams.LogProbabilities().Chunk(bigrams.Symbols)) Assert.Equal(1, row.Sum(Math.Exp), 1e-12);
    }

    [Fact]
    public void A_token_without_a_label_has_no_neighbours()
    {
        // | 0 and 1 | count once each, and nothing is known of what follows 0.
        var bigrams = new LabelBigrams(2);
        bigrams.Add([0, -1, 1]);
        AssertEqual(
            bigrams,
            [
                5.0 / 12, 2.0 / 12, 5.0 / 12,
                5.0 / 24, 2.0 / 24, 17.0 / 24,
                17.0 / 24, 2.0 / 24, 5.0 / 24,
            ]);
    }

    [Fact]
    public void Without_sentences_all_symbols_are_equally_probable() =>
        AssertEqual(new LabelBigrams(1), [0.5, 0.5, 0.5, 0.5]);

    private static void AssertEqual(LabelBigrams bigrams, double[] expected)
    {
        double[] found = bigrams.LogProbabilities();
        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, Math.Exp(pair.Second), 1e-12));
    }
}
