using Rnnctl.Models.Decoding;

namespace Rnnctl.Models.Tests.Decoding;

/// <summary>Translations that are drawn at random.</summary>
public sealed class SamplingTests : IDisposable
{
    private static readonly SamplingOptions Plain = new(Temperature: 1, TopK: 0, TopP: 1, Seed: 3);
    private static readonly int[][] Sources = DrawnTranslator.Sources(seed: 6, 5, 3, 2);

    private readonly DrawnTranslator _model = new(DrawnTranslator.Small, seed: 21);

    public void Dispose() => _model.Dispose();

    [Fact]
    public void The_same_seed_samples_the_same_translations_and_another_seed_others()
    {
        string[] first = Drawn(Plain, Sources, [0, 1, 2]);
        Assert.Equal(first, Drawn(Plain, Sources, [0, 1, 2]));
        Assert.NotEqual(first, Drawn(Plain with { Seed = 4 }, Sources, [0, 1, 2]));
        Assert.NotEqual(first, Drawn(Plain, Sources, [3, 4, 5]));
    }

    [Fact]
    public void The_sample_of_a_source_depends_on_its_number_and_not_on_its_batch()
    {
        string[] together = Drawn(Plain, Sources, [7, 1L << 40, 2]);
        Assert.Equal(together[1], Assert.Single(Drawn(Plain, [Sources[1]], [1L << 40])));
    }

    [Fact]
    public void Sampling_from_one_candidate_takes_the_most_probable_symbol()
    {
        string[] greedy = [.. _model.Find(DrawnTranslator.Search(beam: 1, maxLength: 8), Sources).Select(found => Text(found[0]))];
        Assert.Equal(greedy, Drawn(Plain with { TopK = 1 }, Sources, [0, 1, 2], draws: 1));
        Assert.Equal(greedy, Drawn(Plain with { TopP = 1e-6 }, Sources, [0, 1, 2], draws: 1));
        Assert.Equal(greedy, Drawn(Plain with { Temperature = 1e-6 }, Sources, [0, 1, 2], draws: 1));
    }

    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(2, 0, 1)]
    [InlineData(0.5, 0, 1)]
    [InlineData(1, 3, 1)]
    [InlineData(1, 0, 0.8)]
    [InlineData(2, 4, 0.7)]
    public void Symbols_are_sampled_with_their_probabilities(double temperature, int topK, double topP)
    {
        const int draws = 20_000;
        SamplingOptions sampling = new(temperature, topK, topP, Seed: 5);
        SearchOptions options = DrawnTranslator.Search(draws, maxLength: 1) with { Sampling = sampling };
        IReadOnlyList<Hypothesis> found = Assert.Single(_model.Find(options, [Sources[0]], [0]));
        double[] next = _model.Next(Sources[0], []);
        var counts = new int[DrawnTranslator.Symbols];
        foreach (Hypothesis hypothesis in found)
        {
            int symbol = hypothesis.Symbols.Count == 0 ? DrawnTranslator.End : hypothesis.Symbols[0];
            counts[symbol]++;
            Assert.Equal(next[symbol], hypothesis.LogProbability, 1e-9);
        }

        double[] expected = Expected(next, sampling);
        double chiSquare = 0;
        for (int symbol = 0; symbol < counts.Length; symbol++)
        {
            if (expected[symbol] == 0) Assert.Equal(0, counts[symbol]);
            else chiSquare += Math.Pow(counts[symbol] - (draws * expected[symbol]), 2) / (draws * expected[symbol]);
        }

        // With three degrees of freedom, the most that there are here, one run in ten thousand passes this.
        Assert.True(chiSquare < 21.1, $"{chiSquare}: {string.Join(' ', counts)}");
    }

    [Fact]
    public void The_log_probability_of_a_sample_is_the_models_own()
    {
        const int maxLength = 6;
        SearchOptions options = DrawnTranslator.Search(beam: 5, maxLength) with { Sampling = Plain with { Temperature = 3 } };
        IReadOnlyList<Hypothesis>[] found = _model.Find(options, Sources, [0, 1, 2]);
        for (int place = 0; place < Sources.Length; place++)
        {
            Assert.Equal(5, found[place].Count);
            Assert.Equal(found[place].OrderByDescending(one => one.Score), found[place]);
            foreach (Hypothesis hypothesis in found[place])
            {
                IReadOnlyList<int> target = hypothesis.Symbols.Count < maxLength ? [.. hypothesis.Symbols, DrawnTranslator.End] : hypothesis.Symbols;
                Assert.Equal(_model.LogProbabilities(Sources[place], target).Sum(), hypothesis.LogProbability, 1e-9);
            }
        }
    }

    /// <summary>The distribution that is drawn from, by its definition.</summary>
    private static double[] Expected(double[] logProbabilities, SamplingOptions sampling)
    {
        double[] tempered = [.. logProbabilities.Select((one, symbol) => symbol == DrawnTranslator.Begin ? 0 : Math.Exp(one / sampling.Temperature))];
        double[] whole = [.. tempered.Select(one => one / tempered.Sum())];
        int[] order = [.. Enumerable.Range(0, whole.Length).OrderByDescending(symbol => whole[symbol])];
        int[] likely = [.. order.Where((symbol, rank) => whole[symbol] > 0 && order.Take(rank).Sum(other => whole[other]) < sampling.TopP)];
        int[] kept = sampling.TopK > 0 ? [.. likely.Take(sampling.TopK)] : likely;
        return [.. whole.Select((one, symbol) => kept.Contains(symbol) ? one / kept.Sum(other => whole[other]) : 0)];
    }

    private static string Text(Hypothesis hypothesis) => string.Join(' ', hypothesis.Symbols);

    private string[] Drawn(SamplingOptions sampling, int[][] sources, long[] numbers, int draws = 4)
    {
        SearchOptions options = DrawnTranslator.Search(draws, maxLength: 8) with { Sampling = sampling };
        return [.. _model.Find(options, sources, numbers).Select(found => string.Join('|', found.Select(Text)))];
    }
}
