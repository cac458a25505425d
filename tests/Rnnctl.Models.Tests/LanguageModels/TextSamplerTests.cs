using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Cpu;
using Rnnctl.Models.Characters;
using Rnnctl.Models.Decoding;
using Rnnctl.Models.LanguageModels;
using Rnnctl.Models.Tests.Parameters;

namespace Rnnctl.Models.Tests.LanguageModels;

public sealed class TextSamplerTests : IDisposable
{
    private const int Begin = 1, End = 2;
    private const int Count = 4000;

    private static readonly LanguageModelArchitecture Small = new(
        Symbols: 6, Embedding: 4, CellCatalog.Find("lstm")!, Hidden: 4, Layers: 2, LanguageModelDirection.Both, Dropout: 0);

    private static readonly Dictionary<string, double[]> Drawn = Weights.Draw(Small.Parameters(), seed: 7);

    private readonly Backend<double> _backend = CpuDevice.Open<double>(threads: 1);
    private readonly PackedLanguageModel _packed;

    public TextSamplerTests() => _packed = new PackedLanguageModel(_backend, Small, Drawn);

    public void Dispose()
    {
        _packed.Dispose();
        _backend.Dispose();
    }

    [Fact]
    public void The_most_probable_symbol_alone_is_what_plain_loops_find()
    {
        int[] text = [Begin, 4, 3];
        List<int> expected = [];
        for (int drawn = 0; drawn < 8; drawn++)
        {
            double[] next = new NaiveLanguageModel(Small, "forward.", Drawn).LogProbabilities(text)[^1];
            next[Begin] = double.NegativeInfinity;
            int best = Array.IndexOf(next, next.Max());
            if (best == End) break;
            text = [.. text, best];
            expected.Add(best);
        }

        Assert.NotEmpty(expected);
        Assert.All(Draw([4, 3], count: 3, topK: 1), one => Assert.Equal(expected, one));
    }

    [Fact]
    public void A_model_that_reads_characters_goes_on_from_words_that_it_cannot_draw()
    {
        int[][] words = [[2, 0, 1, 1], [1, 3, 0], [3, 3, 0], [0, 2, 1], [2, 2], [1], [0], [3]];
        CharacterArchitecture spelling = new(CharacterCell.Cnn, Characters: 4, Embedding: 3, Hidden: 1)
        {
            Filters = [new FilterBank(1, 3), new FilterBank(2, 4)],
            Projection = Small.Embedding,
        };
        LanguageModelArchitecture architecture = Small with { Characters = spelling };
        Dictionary<string, double[]> weights = Weights.Draw(architecture.Parameters(), seed: 8);
        using var packed = new PackedLanguageModel(_backend, architecture, weights, words);
        var naive = new NaiveLanguageModel(architecture, "forward.", weights, words);
        foreach (int[] prompt in (int[][])[[6, 4], [7, 4]])
        {
            double[] next = naive.LogProbabilities([Begin, .. prompt])[^1];
            var sampling = new SamplingOptions(1, TopK: 0, TopP: 1, Seed: 1);
            var options = new SearchOptions(Begin, End, Beam: 1, LengthPenalty: 0, MaxLength: 1) { Sampling = sampling };
            using var sampler = new TextSampler<double>(_backend, packed.Model, options, packed.Spell);
            RequireFrequencies(next, [.. sampler.Draw(prompt, first: 0, Count).Select(text => text.Symbols)]);
        }
    }

    [Fact]
    public void First_symbols_are_drawn_as_often_as_they_are_probable()
    {
        double[] next = new NaiveLanguageModel(Small, "forward.", Drawn).LogProbabilities([Begin, 5])[^1];
        RequireFrequencies(next, Draw([5], Count, topK: 0, maxLength: 1));
    }

    private static void RequireFrequencies(double[] next, IReadOnlyList<IReadOnlyList<int>> texts)
    {
        for (int symbol = 0; symbol < Small.Symbols; symbol++)
        {
            int times = texts.Count(text => symbol == End ? text.Count == 0 : text.Count == 1 && text[0] == symbol);
            double p = symbol == Begin ? 0 : Math.Exp(next[symbol]) / (1 - Math.Exp(next[Begin]));
            Assert.InRange(times, (Count * p) - (5 * Math.Sqrt(Count * p)), (Count * p) + (5 * Math.Sqrt(Count * p)));
        }
    }

    [Fact]
    public void Pairs_of_symbols_are_drawn_as_often_as_they_are_probable()
    {
        var naive = new NaiveLanguageModel(Small, "forward.", Drawn);
        double[] first = naive.LogProbabilities([Begin, 5])[^1];
        IReadOnlyList<IReadOnlyList<int>> texts = Draw([5], Count, topK: 0, maxLength: 2);
        foreach (int symbol in Enumerable.Range(0, Small.Symbols).Where(symbol => symbol != End))
        {
            double[] second = naive.LogProbabilities([Begin, 5, symbol])[^1];
            double drawable = (1 - Math.Exp(first[Begin])) * (1 - Math.Exp(second[Begin]));
            foreach (int next in Enumerable.Range(0, Small.Symbols).Where(next => next != End))
            {
                bool isDrawn = symbol != Begin && next != Begin;
                double expected = isDrawn ? Count * Math.Exp(first[symbol] + second[next]) / drawable : 0, margin = 2 + (5 * Math.Sqrt(expected));
                Assert.InRange(texts.Count(text => text.SequenceEqual([symbol, next])), expected - margin, expected + margin);
            }
        }
    }

    [Fact]
    public void A_text_depends_on_the_seed_and_its_number_alone()
    {
        IReadOnlyList<IReadOnlyList<int>> together = Draw([3], count: 6, topK: 0);
        Assert.Equal(together, Draw([3], count: 6, topK: 0));
        Assert.Equal(together.Skip(4), Draw([3], count: 2, topK: 0, first: 4));
        Assert.NotEqual(together, Draw([3], count: 6, topK: 0, seed: 2));
    }

    [Fact]
    public void The_log_probability_is_that_of_the_drawn_symbols_without_temperature_and_selection()
    {
        var naive = new NaiveLanguageModel(Small, "forward.", Drawn);
        IReadOnlyList<DrawnText> texts = DrawTexts([5], count: 20, new SamplingOptions(0.5, TopK: 4, TopP: 0.9, Seed: 1), maxLength: 4);
        Assert.Contains(texts, text => text.Symbols.Count == 4);
        Assert.Contains(texts, text => text.Symbols.Count < 4);
        foreach ((IReadOnlyList<int> symbols, double logProbability) in texts)
        {
            int[] drawn = symbols.Count < 4 ? [.. symbols, End] : [.. symbols];
            double[][] next = naive.LogProbabilities([Begin, 5, .. symbols]);
            Assert.Equal(drawn.Select((symbol, i) => next[1 + i][symbol]).Sum(), logProbability, 1e-9);
        }
    }

    private IReadOnlyList<IReadOnlyList<int>> Draw(int[] prompt, int count, int topK, int maxLength = 8, long first = 0, ulong seed = 1) =>
        [.. DrawTexts(prompt, count, new SamplingOptions(1, topK, 1, seed), maxLength, first).Select(text => text.Symbols)];

    private IReadOnlyList<DrawnText> DrawTexts(int[] prompt, int count, SamplingOptions sampling, int maxLength, long first = 0)
    {
        var options = new SearchOptions(Begin, End, Beam: 1, LengthPenalty: 0, maxLength) { Sampling = sampling };
        using var sampler = new TextSampler<double>(_backend, _packed.Model, options);
        return sampler.Draw(prompt, first, count);
    }
}
