using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Decoding;

namespace Rnnctl.Models.Tests.Decoding;

/// <summary>Searches with forced beginnings, a least length and n-grams that must not repeat, against searches that try everything.</summary>
public sealed class ConstrainedSearchTests : IDisposable
{
    private const double Tolerance = 1e-9;
    private const int Unknown = 0, Third = 3, Fourth = 4;

    private static readonly int[][] Sources = DrawnTranslator.Sources(seed: 7, 5, 3, 3);

    private readonly DrawnTranslator _model = new(DrawnTranslator.Small, seed: 31);

    public void Dispose() => _model.Dispose();

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(2, 0, false)]
    [InlineData(4, 0, true)]
    [InlineData(0, 1, false)]
    [InlineData(0, 2, true)]
    [InlineData(3, 2, false)]
    [InlineData(4, 1, false)]
    public void A_wide_beam_finds_the_translations_that_the_rules_allow_and_no_others(int minLength, int uniqueNgram, bool excludesUnknown)
    {
        SearchOptions options = Options(beam: 400, maxLength: 4, minLength, uniqueNgram, excludesUnknown);
        int[][] prefixes = [[Third], [], [Fourth, Fourth, Third]];
        IReadOnlyList<Hypothesis>[] found = _model.FindAfter(prefixes, options, Sources);
        for (int place = 0; place < Sources.Length; place++)
            AssertEqual(new NaiveSearch(_model, options, Sources[place], prefixes[place]).All(), found[place]);
    }

    [Fact]
    public void A_narrow_beam_finds_what_a_naive_one_finds()
    {
        var random = new Random(9);
        for (int round = 0; round < 10; round++)
        {
            SearchOptions options = Options(
                beam: 1 + random.Next(4), maxLength: 6, minLength: random.Next(6), uniqueNgram: random.Next(4), excludesUnknown: random.Next(2) == 0);
            int[][] prefixes = [.. Sources.Select(_ => Enumerable.Range(0, random.Next(5)).Select(_ => random.Next(Third, DrawnTranslator.Symbols)).ToArray())];
            IReadOnlyList<Hypothesis>[] found = _model.FindAfter(prefixes, options, Sources);
            for (int place = 0; place < Sources.Length; place++)
                AssertEqual(new NaiveSearch(_model, options, Sources[place], prefixes[place]).Beam(), found[place]);
        }
    }

    [Fact]
    public void A_translation_ends_where_every_symbol_is_forbidden()
    {
        SearchOptions options = Options(beam: 3, maxLength: 9, minLength: 7, uniqueNgram: 1, excludesUnknown: true);
        foreach (SamplingOptions? sampling in (SamplingOptions?[])[null, new SamplingOptions(1, 0, 1, Seed: 2)])
        {
            foreach (Hypothesis one in _model.Find(options with { Sampling = sampling }, Sources, [0, 1, 2]).SelectMany(found => found))
                Assert.Equal([Third, Fourth], one.Symbols.Order());
        }
    }

    [Fact]
    public void Samples_keep_the_rules_and_have_the_models_own_log_probability()
    {
        SearchOptions options = Options(beam: 12, maxLength: 6, minLength: 3, uniqueNgram: 2, excludesUnknown: true) with
        {
            Sampling = new SamplingOptions(Temperature: 2, TopK: 0, TopP: 1, Seed: 4),
        };
        int[][] prefixes = [[Fourth, Fourth, Fourth], [], [Third]];
        IReadOnlyList<Hypothesis>[] found = _model.FindAfter(prefixes, options, Sources, [5, 6, 7]);
        for (int place = 0; place < Sources.Length; place++)
        {
            var naive = new NaiveSearch(_model, options, Sources[place], prefixes[place]);
            Assert.Equal(12, found[place].Count);
            foreach (Hypothesis one in found[place])
            {
                int[] target = one.IsCut ? [.. one.Symbols] : [.. one.Symbols, DrawnTranslator.End];
                for (int time = 0; time < target.Length; time++) Assert.Contains(target[time], naive.Allowed(target[..time]));
                Assert.Equal(_model.LogProbabilities(Sources[place], target).Sum(), one.LogProbability, Tolerance);
            }
        }
    }

    [Fact]
    public void What_is_left_is_sampled_with_its_renormalised_probability()
    {
        const int draws = 20_000;
        SearchOptions options = Options(draws, maxLength: 1, minLength: 1, uniqueNgram: 0, excludesUnknown: false) with
        {
            Sampling = new SamplingOptions(1, 0, 1, Seed: 6),
        };
        IReadOnlyList<Hypothesis> found = Assert.Single(_model.Find(options, [Sources[0]], [0]));
        double[] next = [.. _model.Next(Sources[0], []).Select(Math.Exp)];
        int[] left = [Unknown, Third, Fourth];
        double chiSquare = 0;
        foreach (int symbol in left)
        {
            double expected = draws * next[symbol] / left.Sum(other => next[other]);
            chiSquare += Math.Pow(found.Count(one => one.Symbols[0] == symbol) - expected, 2) / expected;
        }

        // With two degrees of freedom, one run in ten thousand passes this.
        Assert.True(chiSquare < 18.4, $"{chiSquare}");
    }

    [Fact]
    public void A_batch_finds_the_same_as_each_source_alone_and_an_ensemble_of_a_model_with_itself_too()
    {
        SearchOptions options = Options(beam: 3, maxLength: 6, minLength: 2, uniqueNgram: 2, excludesUnknown: false) with { WithWeights = true };
        int[][] prefixes = [[Third, Fourth], [], [Fourth]];
        IReadOnlyList<Hypothesis>[] together = _model.FindAfter(prefixes, options, Sources), twice = _model.FindAfter(prefixes, options, Sources, null, _model);
        for (int place = 0; place < Sources.Length; place++)
        {
            IReadOnlyList<Hypothesis> alone = Assert.Single(_model.FindAfter([prefixes[place]], options, [Sources[place]]));
            Assert.Equal(Texts(alone), Texts(together[place]));
            Assert.Equal(Texts(alone), Texts(twice[place]));
            foreach (Hypothesis one in together[place])
            {
                Assert.Equal(prefixes[place], one.Symbols.Take(prefixes[place].Length));
                Assert.Equal(one.Symbols.Count + (one.IsCut ? 0 : 1), one.Weights.Count);
                Assert.All(one.Weights, weights => Assert.Equal(1, weights.Sum(), 1e-5));
            }
        }
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        const int beam = 3, longer = 40, shorter = 20;
        int[][] prefixes = [.. Sources.Select(_ => (int[])[Third, Fourth])];
        using TranslationSearch<double> longSearch = NeverEnding(longer), shortSearch = NeverEnding(shorter);
        var steps = new PackedSteps();
        int[] sources = DrawnTranslator.Packed(Sources, steps);

        // The results themselves: each hypothesis is an array of its symbols.
        Assert.Equal(sizeof(int) * (longer - shorter) * beam * Sources.Length, Steady(longSearch) - Steady(shortSearch));

        // No hypothesis ends, because its end is a symbol that there is not.
        TranslationSearch<double> NeverEnding(int length)
        {
            SearchOptions options = Options(beam, length, minLength: 5, uniqueNgram: 4, excludesUnknown: false);
            return new TranslationSearch<double>(_model.Backend, [_model.Translator], options with { EndId = DrawnTranslator.Symbols });
        }

        long Steady(TranslationSearch<double> search)
        {
            for (int time = 0; time < 3; time++) search.Find(sources, steps, prefixes: prefixes);
            return Enumerable.Range(0, 5).Min(_ => AllocatedBytes.Of(() => search.Find(sources, steps, prefixes: prefixes)));
        }
    }

    private static SearchOptions Options(int beam, int maxLength, int minLength, int uniqueNgram, bool excludesUnknown) =>
        DrawnTranslator.Search(beam, maxLength) with
        {
            MinLength = minLength,
            UniqueNgram = uniqueNgram,
            Excluded = excludesUnknown ? [DrawnTranslator.Begin, Unknown] : [DrawnTranslator.Begin],
        };

    private static void AssertEqual((int[] Target, double LogProbability)[] expected, IReadOnlyList<Hypothesis> found)
    {
        Assert.Equal(expected.Length, found.Count);
        foreach (((int[] target, double logProbability), Hypothesis one) in expected.Zip(found))
        {
            Assert.Equal(target.TakeWhile(symbol => symbol != DrawnTranslator.End), one.Symbols);
            Assert.Equal(logProbability, one.LogProbability, Tolerance);
        }
    }

    private static string[] Texts(IReadOnlyList<Hypothesis> found) => [.. found.Select(one => $"{string.Join(' ', one.Symbols)} {one.LogProbability:F9}")];
}
