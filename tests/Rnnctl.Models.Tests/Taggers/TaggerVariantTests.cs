using Rnnctl.Compute.Cells;
using Rnnctl.Models.Characters;
using Rnnctl.Models.Contextual;
using Rnnctl.Models.Taggers;
using Rnnctl.Models.Tests.Layers;
using Rnnctl.Models.Tests.Parameters;

namespace Rnnctl.Models.Tests.Taggers;

/// <summary>What a tagger may have beside its cell's equations, against the papers' definitions worked number by number, with every cell that can.</summary>
public sealed class TaggerVariantTests
{
    private static readonly int[][] Sentences = [[3, 0, 6, 1, 5], [2, 2, 4], [6, 1, 0], [5]];

    // Of two features the tokens' ids.
    private static readonly int[][][] Features = [[[0, 2, 1, 1, 0], [2, 2, 0], [1, 0, 2], [1]], [[1, 0, 0, 1, 1], [0, 1, 1], [0, 0, 1], [1]]];

    // Longest first; a token's id is its word's.
    private static readonly int[][] Words = [[1, 4, 2, 2], [0, 3, 3, 4], [5, 1, 1], [0, 4, 5], [3, 2], [2, 0], [4]];

    public static TheoryData<string, string> Variants
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (CellDefinition cell in CellCatalog.Variants)
            {
                foreach ((string name, LayerVariant variant) in Named.Where(one => one.Value.RefusalBy(cell) is null)) data.Add(name, cell.Title);
            }

            return data;
        }
    }

    private static Dictionary<string, LayerVariant> Named { get; } = new()
    {
        ["residual"] = new LayerVariant { Residual = true },
        ["layer norm"] = new LayerVariant { LayerNorm = true },
        ["zoneout"] = new LayerVariant { Zoneout = 0.3 },
        ["learnt initial state"] = new LayerVariant { LearnInitialState = true },
        ["residual and layer norm"] = new LayerVariant { Residual = true, LayerNorm = true },
        ["all"] = new LayerVariant { Residual = true, LayerNorm = true, Zoneout = 0.2, LearnInitialState = true, RecurrentDropout = 0.4 },
    };

    [Theory]
    [MemberData(nameof(Variants))]
    public void Layer_variants_are_those_of_the_papers(string name, string cell)
    {
        Check(Architecture(cell, 1, bidirectional: true) with { Variant = Named[name] });
        Check(Architecture(cell, 3, bidirectional: false) with { Variant = Named[name] });
        Check(Architecture(cell, 3, bidirectional: true) with { Variant = Named[name] });
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 3)]
    [InlineData(1, 2)]
    [InlineData(2, 6)]
    public void Self_attention_is_that_of_the_paper(int layers, int heads)
    {
        Check(Architecture("gru", layers, bidirectional: false) with { SelfAttentionHeads = heads });
        Check(Architecture("jordan", layers, bidirectional: true) with { SelfAttentionHeads = heads });
        Check(Architecture("lstm", layers, bidirectional: true) with { SelfAttentionHeads = heads, Variant = Named["all"] });
    }

    [Theory]
    [InlineData(CharacterCell.Lstm)]
    [InlineData(CharacterCell.Cnn)]
    public void Embedding_characters_and_features_of_a_token_stand_side_by_side(CharacterCell kind)
    {
        TaggerArchitecture described = Architecture("lstm", 1, bidirectional: true) with { Features = [3, 2], FeatureEmbedding = 2 };
        Check(described);
        Check(described with { Characters = new CharacterArchitecture(kind, Characters: 6, Embedding: 3, Hidden: 4) });
        Check(described with { Features = [3], WordFeatures = [new FeatureTable("shape", 2)] });
        Check(described with { Features = [], WordFeatures = [new FeatureTable("prefix_1", 3), new FeatureTable("suffix_1", 2)] });
    }

    [Theory]
    [InlineData("elman", 1, 1)]
    [InlineData("jordan", 2, 2)]
    [InlineData("lstm", 0, 1)]
    [InlineData("lstm", 0, 7)]
    public void Window_of_tokens_at_the_input_is_that_of_the_paper(string cell, int layers, int context)
    {
        TaggerArchitecture windowed = Architecture(cell, layers, bidirectional: true) with { ContextWindow = context };
        Check(windowed);
        Check(windowed with { Features = [3, 2], FeatureEmbedding = 2, Characters = new CharacterArchitecture(CharacterCell.Cnn, 6, 3, 4) });
    }

    [Theory]
    [InlineData(ContextualPlace.Input, false)]
    [InlineData(ContextualPlace.Output, true)]
    [InlineData(ContextualPlace.Both, false)]
    [InlineData(ContextualPlace.Both, true)]
    public void Mixed_layers_of_language_models_are_those_of_the_paper(ContextualPlace place, bool normalised)
    {
        var mixed = new ContextualArchitecture([new LayerShape(3, 4), new LayerShape(1, 2)], place) { LayerNorm = normalised };
        Check(Architecture("lstm", 2, bidirectional: true) with { Contextual = mixed });
        Check(Architecture("jordan", 1, bidirectional: true) with { Contextual = mixed, SelfAttentionHeads = 2 });
        Check(Architecture("gru", 0, bidirectional: false) with { Contextual = mixed, Features = [3, 2], FeatureEmbedding = 2 });
    }

    /// <summary>What a layer reads is as wide as what it gives, in the first layer too.</summary>
    private static TaggerArchitecture Architecture(string cell, int layers, bool bidirectional) => new(
        Tokens: 7, Labels: 3, Embedding: 6, CellCatalog.Variants.Single(variant => variant.Title == cell), Hidden: bidirectional ? 3 : 6, layers, bidirectional,
        Dropout: 0);

    private static void Check(TaggerArchitecture architecture)
    {
        Dictionary<string, double[]> weights = Weights.Draw(architecture.Parameters(), seed: 14);
        double[][][][][] contextual = Contextual(architecture);
        int features = architecture.Features.Count + architecture.WordFeatures.Count;
        double[] expected =
        [
            .. Packing.Pack(Sentences.Select((tokens, place) => Naive(place).Logits(
                tokens, [.. tokens.Select(token => Words[token])], [.. Features[..features].Select(feature => feature[place])]))).SelectMany(row => row),
        ];
        double[] logits = PackedTagger.Logits(
            architecture, weights, Sentences, architecture.Characters is null ? null : Words, features == 0 ? null : Features, contextual);
        Assert.Equal(expected.Length, logits.Length);
        foreach ((double number, double wanted) in logits.Zip(expected)) Assert.Equal(wanted, number, 1e-12);

        NaiveTagger Naive(int sentence) => new(architecture, weights)
        {
            Contextual = [.. contextual.Select(model => model.Select(layer => layer[sentence]).ToArray())],
        };
    }

    /// <summary>Vectors of each model, layer, sentence and token. Their numbers are exact in single precision.</summary>
    private static double[][][][][] Contextual(TaggerArchitecture architecture) =>
    [
        .. (architecture.Contextual?.Models ?? []).Select((model, number) => Enumerable.Range(0, model.Layers).Select(layer => Sentences.Select(
            tokens => tokens.Select((token, t) => Enumerable.Range(0, model.Width).Select(
                d => (float)Math.Sin((7 * number) + (3 * layer) + token + (0.5 * t) + (1.3 * d)) * 1.0).ToArray()).ToArray()).ToArray()).ToArray()),
    ];
}
