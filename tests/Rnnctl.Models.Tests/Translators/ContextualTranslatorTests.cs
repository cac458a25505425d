using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Cpu;
using Rnnctl.Models.Contextual;
using Rnnctl.Models.Tests.Layers;
using Rnnctl.Models.Tests.Parameters;
using Rnnctl.Models.Translators;

namespace Rnnctl.Models.Tests.Translators;

/// <summary>Translators that read language models, against the equations worked number by number. A word has two symbols, the last symbol no word.</summary>
public sealed class ContextualTranslatorTests : IDisposable
{
    private static readonly CellDefinition Lstm = CellCatalog.Find("lstm")!;
    private static readonly int[][] Sources = [[3, 0, 6, 1, 2], [2, 2, 5, 2], [6, 1, 2], [2]];
    private static readonly int[][] Targets = [[3, 0, 4, 2], [4, 4, 1, 2], [0, 2], [2]];
    private static readonly int[] Places = [3, 1, 2, 0];
    private static readonly LayerShape[] Models = [new(3, 4), new(1, 2)];

    private static readonly TranslatorArchitecture Small = new(
        SourceSymbols: 7, TargetSymbols: 5, Embedding: 4, Lstm, Lstm, Hidden: 6, Layers: 1, Bidirectional: true, Dropout: 0)
    {
        Attention = AttentionKind.Dot,
    };

    private readonly Backend<double> _backend = CpuDevice.Open<double>(threads: 1);

    [Theory]
    [InlineData(ContextualPlace.Input, false)]
    [InlineData(ContextualPlace.Output, true)]
    [InlineData(ContextualPlace.Both, false)]
    [InlineData(ContextualPlace.Both, true)]
    public void Symbols_read_the_mixed_layers_of_their_word(ContextualPlace place, bool normalised)
    {
        TranslatorArchitecture architecture = Small with { Contextual = new ContextualArchitecture(Models, place) { LayerNorm = normalised } };
        Check(architecture);
        Check(architecture with { Attention = AttentionKind.ScaledDot, Heads = 3, Layers = 2, InputFeeding = true });
        Check(architecture with { Attention = AttentionKind.None, Context = ContextKind.Mean, ContextUse = ContextUse.Both });
    }

    [Fact]
    public void Mix_at_the_output_needs_who_reads_the_outputs()
    {
        const string Mistake = "contextual.at: output and both need attention or the context mean, else nothing reads the encoder's outputs";
        TranslatorArchitecture unread = Small with { Attention = AttentionKind.None, ContextUse = ContextUse.Both };
        foreach (ContextualPlace place in Enum.GetValues<ContextualPlace>())
        {
            var contextual = new ContextualArchitecture(Models, place);
            Assert.Equal(place == ContextualPlace.Input ? null : Mistake, (unread with { Contextual = contextual }).Mistake());
            Assert.Null((unread with { Contextual = contextual, Context = ContextKind.Mean }).Mistake());
        }
    }

    public void Dispose() => _backend.Dispose();

    private void Check(TranslatorArchitecture architecture)
    {
        Assert.Null(architecture.Mistake());
        Dictionary<string, double[]> weights = Weights.Draw(architecture.Parameters(), seed: 24);
        var naive = new NaiveTranslator(architecture, weights) { Contextual = VectorsOf, WordOf = WordOf };
        double[][] expected = Packing.Pack(Targets.Select((target, place) =>
            naive.LogProbabilities(Sources[Places[place]], PackedTranslator.Before(target))));
        using var translator = new PackedTranslator(_backend, architecture, weights) { Contextual = Input() };
        double[][] found = translator.Run(Sources, Targets, Places, smoothing: 0).LogProbabilities;
        Assert.All(expected.SelectMany(row => row).Zip(found.SelectMany(row => row)), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    /// <summary>The word of a symbol, or null.</summary>
    private static int? WordOf(int[] source, int symbol) => symbol == source.Length - 1 ? null : symbol / 2;

    private static int WordsOf(int[] source) => source.Length / 2;

    /// <summary>The vectors of a source's words by model and layer. Their numbers are exact in single precision.</summary>
    private static double[][][][] VectorsOf(int[] source) =>
    [
        .. Models.Select((model, number) => Enumerable.Range(0, model.Layers).Select(layer => Enumerable.Range(0, WordsOf(source)).Select(
            word => Enumerable.Range(0, model.Width).Select(
                d => (double)(float)Math.Sin((7 * number) + (3 * layer) + source[0] + (0.5 * word) + (1.3 * d))).ToArray()).ToArray()).ToArray()),
    ];

    private static ContextualInput Input()
    {
        int[][] spoken = [.. Sources.Where(source => WordsOf(source) > 0)];
        int count = spoken.Sum(WordsOf);
        (int Place, int Word)[] rows = Packing.Pack(spoken.Select(
            (source, place) => Enumerable.Range(0, WordsOf(source)).Select(word => (place, word)).ToArray()));
        return new ContextualInput
        {
            Vectors = Enumerable.Range(0, Models.Length)
                .SelectMany(model => Enumerable.Range(0, Models[model].Layers).SelectMany(
                    layer => Packing.Pack(spoken.Select(source => VectorsOf(source)[model][layer]))))
                .SelectMany(row => row).Select(number => (float)number).ToArray(),
            WordOfSymbol = Packing.Pack(Sources.Select((source, place) => source.Select(
                (_, symbol) => WordOf(source, symbol) is { } word ? Array.IndexOf(rows, (place, word)) : count).ToArray())),
        };
    }
}
