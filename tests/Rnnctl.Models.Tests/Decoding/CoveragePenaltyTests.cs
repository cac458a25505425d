using Rnnctl.Models.Decoding;
using Rnnctl.Models.Tests.Translators;
using Rnnctl.Models.Translators;

namespace Rnnctl.Models.Tests.Decoding;

/// <summary>The coverage penalty of Wu et al. 2016, section 7, equation 14: s(Y, X) = log P / lp + β Σ_i log(min(Σ_j p_ij, 1)).</summary>
public class CoveragePenaltyTests
{
    // The search keeps attention weights in single precision.
    private const double Tolerance = 1e-5;

    private static readonly int[][] Sources = DrawnTranslator.Sources(seed: 5, 6, 4, 1);

    public static TheoryData<string> Architectures => [.. All.Keys];

    private static Dictionary<string, TranslatorArchitecture> All { get; } = new()
    {
        ["dot"] = DrawnTranslator.Small,
        ["three heads"] = DrawnTranslator.Small with { Attention = AttentionKind.ScaledDot, Heads = 3 },
        ["additive, asked by the state before"] = DrawnTranslator.Small with { Attention = AttentionKind.Additive, Query = AttentionQuery.Previous },
    };

    /// <summary>
    /// Three symbols of a source, and two translations of it. "a b" looks at the first symbol only: with its end symbol its attention sums up to 2.4, 0.5 and
    /// 0.1. "a c" looks at all: 1, 0.8 and 1.2. With α = 1 both have lp = (5 + 3) / 6 = 4/3.
    /// <code>
    /// a b    log P = -2.0    -2.0 / (4/3) + 0.4 (log 1 + log 0.5 + log 0.1) = -1.5 + 0.4 (0 - 0.693147 - 2.302585) = -2.698293
    /// a c    log P = -2.4    -2.4 / (4/3) + 0.4 (log 1 + log 0.8 + log 1)   = -1.8 + 0.4 (0 - 0.223144 + 0)        = -1.889257
    /// </code>
    /// </summary>
    [Fact]
    public void A_translation_that_leaves_out_a_part_of_the_source_falls_behind()
    {
        SearchOptions options = DrawnTranslator.Search(beam: 2, maxLength: 9, lengthPenalty: 1) with { CoveragePenalty = 0.4 };
        var tree = new HypothesisTree();
        int a = tree.Add(3, HypothesisTree.Root, [0.8f, 0.2f, 0]);
        int ab = tree.Add(4, a, [0.9f, 0.1f, 0]), ac = tree.Add(0, a, [0.1f, 0.5f, 0.4f]);
        int first = tree.Add(DrawnTranslator.End, ab, [0.7f, 0.2f, 0.1f]), second = tree.Add(DrawnTranslator.End, ac, [0.1f, 0.1f, 0.8f]);
        Assert.Equal(-2.698293, options.Score(-2, symbols: 3, tree.AttentionTo(first)), Tolerance);
        Assert.Equal(-1.889257, options.Score(-2.4, symbols: 3, tree.AttentionTo(second)), Tolerance);
        Assert.Equal(-1.5, options.Score(-2, symbols: 3, []), Tolerance);
    }

    [Fact]
    public void A_position_without_any_attention_leaves_the_score_finite()
    {
        SearchOptions options = DrawnTranslator.Search(beam: 2, maxLength: 9) with { CoveragePenalty = 1 };

        // log of the least normal number in single precision, 2^-126.
        Assert.Equal(-1 - (126 * Math.Log(2)), options.Score(-1, symbols: 3, [0, 2]), Tolerance);
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void A_wide_beam_finds_all_translations_in_the_order_of_brute_force(string architecture)
    {
        const int maxLength = 3;
        using var model = new DrawnTranslator(All[architecture], seed: 13);
        SearchOptions options = DrawnTranslator.Search(beam: 100, maxLength, lengthPenalty: 0.6) with { CoveragePenalty = 0.7 };
        IReadOnlyList<Hypothesis>[] found = model.Find(options, Sources);
        for (int place = 0; place < Sources.Length; place++)
        {
            int[] source = Sources[place];
            var naive = new NaiveSearch(model, options, source, prefix: []);
            AssertRanked([.. naive.All().Select(one => (one.Target, ScoreOf(model, source, one.Target, options)))], found[place]);
        }
    }

    [Fact]
    public void It_ranks_what_the_beam_ends_with_and_does_not_decide_what_the_beam_follows()
    {
        using var model = new DrawnTranslator(DrawnTranslator.Small, seed: 13);
        SearchOptions plain = DrawnTranslator.Search(beam: 4, maxLength: 5, lengthPenalty: 0.6), options = plain with { CoveragePenalty = 3 };
        IReadOnlyList<Hypothesis>[] without = model.Find(plain, Sources), found = model.Find(options, Sources);
        for (int place = 0; place < Sources.Length; place++)
        {
            int[] source = Sources[place];
            var naive = new NaiveSearch(model, options, source, prefix: []);
            AssertRanked([.. naive.Beam().Select(one => (one.Target, ScoreOf(model, source, one.Target, options)))], found[place]);
            Assert.Equal(without[place].Select(Text).Order(), found[place].Select(Text).Order());
        }

        Assert.Contains(Enumerable.Range(0, Sources.Length), place => Text(without[place][0]) != Text(found[place][0]));
    }

    [Fact]
    public void The_attention_is_that_of_the_first_model_of_an_ensemble()
    {
        using var first = new DrawnTranslator(DrawnTranslator.Small, seed: 16);
        using var second = new DrawnTranslator(DrawnTranslator.Small, seed: 17);
        SearchOptions options = DrawnTranslator.Search(beam: 3, maxLength: 4) with { CoveragePenalty = 1 };
        IReadOnlyList<Hypothesis>[] found = first.Find(options, Sources, others: second);
        for (int place = 0; place < Sources.Length; place++)
        {
            foreach (Hypothesis one in found[place])
            {
                int[] target = one.IsCut ? [.. one.Symbols] : [.. one.Symbols, DrawnTranslator.End];
                Assert.Equal(one.LogProbability + Coverage(first, Sources[place], target), one.Score, Tolerance);
            }
        }
    }

    private static void AssertRanked((int[] Target, double Score)[] expected, IReadOnlyList<Hypothesis> found)
    {
        Assert.Equal(expected.Length, found.Count);
        foreach (((int[] target, double score), Hypothesis hypothesis) in expected.OrderByDescending(one => one.Score).Zip(found))
        {
            Assert.Equal(target.TakeWhile(symbol => symbol != DrawnTranslator.End), hypothesis.Symbols);
            Assert.Equal(score, hypothesis.Score, Tolerance);
            Assert.Empty(hypothesis.Weights);
        }
    }

    private static double ScoreOf(DrawnTranslator model, int[] source, int[] target, SearchOptions options) =>
        (model.LogProbabilities(source, target).Sum() / Math.Pow((5.0 + target.Length) / 6, options.LengthPenalty))
        + (options.CoveragePenalty * Coverage(model, source, target));

    /// <summary>Σ_i log(min(Σ_j p_ij, 1)), with p the mean over the heads.</summary>
    private static double Coverage(DrawnTranslator model, int[] source, int[] target)
    {
        NaiveTranslation translation = model.Naive.Begin(source);
        double[][][] weights = [.. target.Select((_, j) => translation.Next(j == 0 ? DrawnTranslator.Begin : target[j - 1]).Weights)];
        return source.Select((_, i) => Math.Log(Math.Min(weights.Sum(heads => heads.Average(head => head[i])), 1))).Sum();
    }

    private static string Text(Hypothesis hypothesis) => string.Join(' ', hypothesis.Symbols);
}
