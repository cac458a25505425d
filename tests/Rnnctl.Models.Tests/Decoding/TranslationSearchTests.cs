using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Decoding;
using Rnnctl.Models.Translators;

namespace Rnnctl.Models.Tests.Decoding;

public class TranslationSearchTests
{
    private const double Tolerance = 1e-9;

    private static readonly int[][] Sources = DrawnTranslator.Sources(seed: 5, 6, 4, 4, 1);

    /// <summary>Translators whose decoders see the source in every way that there is.</summary>
    public static TheoryData<string> Architectures => [.. All.Keys];

    private static Dictionary<string, TranslatorArchitecture> All { get; } = new()
    {
        ["dot"] = DrawnTranslator.Small,
        ["two layers"] = DrawnTranslator.Small with { Layers = 2 },
        ["three layers in the encoder"] = DrawnTranslator.Small with { Layers = 2, EncoderLayers = 3 },
        ["additive, asked by the state before"] = DrawnTranslator.Small with { Attention = AttentionKind.Additive, Query = AttentionQuery.Previous },
        ["input feeding"] = DrawnTranslator.Small with { Attention = AttentionKind.General, InputFeeding = true, Layers = 2 },
        ["three heads"] = DrawnTranslator.Small with { Attention = AttentionKind.ScaledDot, Heads = 3 },
        ["context at every step"] = DrawnTranslator.Small with
        {
            Attention = AttentionKind.None,
            Context = ContextKind.Mean,
            ContextUse = ContextUse.EveryStep,
            InitialState = InitialStateKind.Zero,
        },
        ["context in both places"] = DrawnTranslator.Small with { Attention = AttentionKind.None, ContextUse = ContextUse.Both, Bidirectional = false },
        ["gru"] = DrawnTranslator.Small with { DecoderCell = CellCatalog.Find("gru")! },
        ["jordan"] = DrawnTranslator.Small with { DecoderCell = CellCatalog.Find("jordan")! },
        ["peephole, two layers, tied"] = DrawnTranslator.Small with
        {
            DecoderCell = CellCatalog.Find("lstm-peephole")!,
            Layers = 2,
            Embedding = 6,
            TieEmbeddings = true,
        },
    };

    [Theory]
    [MemberData(nameof(Architectures))]
    public void The_log_probability_of_a_hypothesis_is_the_sum_over_its_symbols(string architecture)
    {
        using var model = new DrawnTranslator(All[architecture], seed: 11);
        const int maxLength = 7;
        IReadOnlyList<Hypothesis>[] found = model.Find(DrawnTranslator.Search(beam: 4, maxLength, lengthPenalty: 0.6), Sources);
        for (int place = 0; place < Sources.Length; place++)
        {
            Assert.Equal(4, found[place].Count);
            foreach (Hypothesis hypothesis in found[place])
            {
                IReadOnlyList<int> target = hypothesis.Symbols.Count < maxLength ? [.. hypothesis.Symbols, DrawnTranslator.End] : hypothesis.Symbols;
                double logProbability = model.LogProbabilities(Sources[place], target).Sum();
                Assert.Equal(logProbability, hypothesis.LogProbability, Tolerance);
                Assert.Equal(logProbability / Math.Pow((5.0 + target.Count) / 6, 0.6), hypothesis.Score, Tolerance);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void A_beam_of_one_takes_the_most_probable_symbol_at_each_step(string architecture)
    {
        const int maxLength = 9;
        using var model = new DrawnTranslator(All[architecture], seed: 12);
        IReadOnlyList<Hypothesis>[] found = model.Find(DrawnTranslator.Search(beam: 1, maxLength), Sources);
        for (int place = 0; place < Sources.Length; place++)
        {
            List<int> symbols = [];
            double logProbability = 0;
            while (symbols.Count < maxLength && symbols.LastOrDefault() != DrawnTranslator.End)
            {
                double[] next = model.Next(Sources[place], symbols);
                next[DrawnTranslator.Begin] = double.NegativeInfinity;
                symbols.Add(Array.IndexOf(next, next.Max()));
                logProbability += next.Max();
            }

            if (symbols[^1] == DrawnTranslator.End) symbols.RemoveAt(symbols.Count - 1);
            Hypothesis only = Assert.Single(found[place]);
            Assert.Equal(symbols, only.Symbols);
            Assert.Equal(logProbability, only.LogProbability, Tolerance);
        }
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(0.6, 4)]
    [InlineData(1, 4)]
    [InlineData(3, 4)]
    public void A_wide_beam_finds_all_translations_in_the_order_of_brute_force(double lengthPenalty, int maxLength)
    {
        using var model = new DrawnTranslator(DrawnTranslator.Small, seed: 13);
        int[][] sources = Sources[..2];
        IReadOnlyList<Hypothesis>[] found = model.Find(DrawnTranslator.Search(beam: 400, maxLength, lengthPenalty), sources);
        for (int place = 0; place < sources.Length; place++)
        {
            (int[] Target, double Score)[] all =
            [
                .. Targets([], maxLength)
                    .Select(target => (target, model.LogProbabilities(sources[place], target).Sum() / Math.Pow((5.0 + target.Length) / 6, lengthPenalty)))
                    .OrderByDescending(one => one.Item2),
            ];
            Assert.Equal(all.Length, found[place].Count);
            foreach (((int[] target, double score), Hypothesis hypothesis) in all.Zip(found[place]))
            {
                Assert.Equal(target.TakeWhile(symbol => symbol != DrawnTranslator.End), hypothesis.Symbols);
                Assert.Equal(score, hypothesis.Score, Tolerance);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(400)]
    public void Begin_and_unknown_symbol_are_never_chosen(int beam)
    {
        const int unknown = 0;
        using var model = new DrawnTranslator(DrawnTranslator.Small, seed: 13);
        SearchOptions plain = DrawnTranslator.Search(beam, maxLength: 4);
        SearchOptions known = plain with { Excluded = [DrawnTranslator.Begin, unknown] };
        IReadOnlyList<Hypothesis>[] found = model.Find(plain, Sources), ofKnown = model.Find(known, Sources);
        for (int place = 0; place < Sources.Length; place++)
        {
            // Three symbols and the end, each at most four times; or two symbols and the end.
            Assert.Equal(Math.Min(beam, 1 + 3 + 9 + 27 + 81), found[place].Count);
            Assert.Equal(Math.Min(beam, 1 + 2 + 4 + 8 + 16), ofKnown[place].Count);
            Assert.DoesNotContain(DrawnTranslator.Begin, found[place].SelectMany(one => one.Symbols));
            Assert.All(ofKnown[place].SelectMany(one => one.Symbols), symbol => Assert.True(symbol > DrawnTranslator.End));
            Assert.Equal(found[place].Count, found[place].Select(one => string.Join(' ', one.Symbols)).Distinct().Count());
            Assert.All(found[place], one => Assert.Equal(one.IsCut, one.Symbols.Count == 4));
        }
    }

    [Fact]
    public void A_batch_finds_the_same_as_each_source_alone()
    {
        using var model = new DrawnTranslator(DrawnTranslator.Small with { InputFeeding = true }, seed: 14);
        SearchOptions options = DrawnTranslator.Search(beam: 3, maxLength: 8, lengthPenalty: 1);
        IReadOnlyList<Hypothesis>[] together = model.Find(options, Sources);
        for (int place = 0; place < Sources.Length; place++)
            AssertEqual(Assert.Single(model.Find(options, [Sources[place]])), together[place]);
    }

    [Fact]
    public void An_ensemble_of_a_model_with_itself_finds_the_same_as_the_model()
    {
        using var model = new DrawnTranslator(DrawnTranslator.Small, seed: 15);
        SearchOptions options = DrawnTranslator.Search(beam: 4, maxLength: 6, lengthPenalty: 0.6) with { WithWeights = true };
        IReadOnlyList<Hypothesis>[] once = model.Find(options, Sources), twice = model.Find(options, Sources, others: model);
        for (int place = 0; place < Sources.Length; place++) AssertEqual(once[place], twice[place]);
    }

    [Fact]
    public void An_ensemble_takes_the_renormalised_geometric_mean_of_the_probabilities()
    {
        using var first = new DrawnTranslator(DrawnTranslator.Small, seed: 16);
        using var second = new DrawnTranslator(All["gru"], seed: 17);
        const int maxLength = 6;
        IReadOnlyList<Hypothesis>[] found = first.Find(DrawnTranslator.Search(beam: 3, maxLength), Sources, others: second);
        for (int place = 0; place < Sources.Length; place++)
        {
            foreach (Hypothesis hypothesis in found[place])
            {
                IReadOnlyList<int> target = hypothesis.Symbols.Count < maxLength ? [.. hypothesis.Symbols, DrawnTranslator.End] : hypothesis.Symbols;
                double logProbability = 0;
                for (int time = 0; time < target.Count; time++)
                {
                    int[] before = [.. target.Take(time)];
                    double[] means = [.. first.Next(Sources[place], before).Zip(second.Next(Sources[place], before), (one, other) => (one + other) / 2)];
                    logProbability += means[target[time]] - Math.Log(means.Sum(Math.Exp));
                }

                Assert.Equal(logProbability, hypothesis.LogProbability, Tolerance);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Each_symbol_has_attention_weights_if_there_is_attention(string architecture)
    {
        using var model = new DrawnTranslator(All[architecture], seed: 18);
        const int maxLength = 6;
        IReadOnlyList<Hypothesis>[] found = model.Find(DrawnTranslator.Search(beam: 3, maxLength) with { WithWeights = true }, Sources);
        bool attends = All[architecture].Attention != AttentionKind.None;
        for (int place = 0; place < Sources.Length; place++)
        {
            foreach (Hypothesis hypothesis in found[place])
            {
                Assert.Equal(Math.Min(hypothesis.Symbols.Count + 1, maxLength), hypothesis.Weights.Count);
                Assert.All(hypothesis.Weights, weights => Assert.Equal(attends ? Sources[place].Length : 0, weights.Length));
                if (attends) Assert.All(hypothesis.Weights, weights => Assert.Equal(1, weights.Sum(), 1e-5));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void A_step_allocates_nothing(string architecture)
    {
        using var model = new DrawnTranslator(All[architecture], seed: 19);
        const int beam = 3, longer = 40, shorter = 20;
        using TranslationSearch<double> longSearch = NeverEnding(model, beam, longer), shortSearch = NeverEnding(model, beam, shorter);
        var steps = new PackedSteps();
        int[] sources = DrawnTranslator.Packed(Sources, steps);
        long byLonger = Steady(longSearch), byShorter = Steady(shortSearch);

        // The results themselves: each hypothesis is an array of its symbols.
        Assert.Equal(sizeof(int) * (longer - shorter) * beam * Sources.Length, byLonger - byShorter);

        // The least of several: now and then the runtime itself takes some bytes while it compiles a method anew.
        long Steady(TranslationSearch<double> search)
        {
            for (int time = 0; time < 3; time++) search.Find(sources, steps);
            return Enumerable.Range(0, 5).Min(_ => AllocatedBytes.Of(() => search.Find(sources, steps)));
        }
    }

    /// <summary>A search in which no hypothesis ends, because its end is a symbol that there is not.</summary>
    private static TranslationSearch<double> NeverEnding(DrawnTranslator model, int beam, int maxLength) =>
        new(model.Backend, [model.Translator], DrawnTranslator.Search(beam, maxLength) with { EndId = DrawnTranslator.Symbols, CoveragePenalty = 0.2 });

    /// <summary>The symbols that a translation can have: all but the begin symbol.</summary>
    private static IEnumerable<int> Outputs => Enumerable.Range(0, DrawnTranslator.Symbols).Where(symbol => symbol != DrawnTranslator.Begin);

    /// <summary>All targets: those that end in time, and those that are cut.</summary>
    private static IEnumerable<int[]> Targets(int[] before, int maxLength) => Outputs.SelectMany(symbol =>
        symbol == DrawnTranslator.End || before.Length + 1 == maxLength ? [[.. before, symbol]] : Targets([.. before, symbol], maxLength));

    private static void AssertEqual(IReadOnlyList<Hypothesis> expected, IReadOnlyList<Hypothesis> found)
    {
        Assert.Equal(expected.Count, found.Count);
        foreach ((Hypothesis one, Hypothesis other) in expected.Zip(found))
        {
            Assert.Equal(one.Symbols, other.Symbols);
            Assert.Equal(one.LogProbability, other.LogProbability, Tolerance);
            Assert.Equal(one.Score, other.Score, Tolerance);
            Assert.Equal(one.Weights.Count, other.Weights.Count);
            foreach ((float[] weights, float[] others) in one.Weights.Zip(other.Weights)) Assert.Equal(weights, others, (a, b) => Math.Abs(a - b) < 1e-6);
        }
    }
}
