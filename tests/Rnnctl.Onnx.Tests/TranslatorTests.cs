using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Translators;
using Rnnctl.Onnx.Models;

namespace Rnnctl.Onnx.Tests;

/// <summary>Translators in ONNX Runtime, an encoder and a decoder that makes single steps, and in this project.</summary>
public class TranslatorTests
{
    private const double Tolerance = 1e-5;

    private static readonly TranslatorArchitecture Plain =
        new(SourceSymbols: 9, TargetSymbols: 8, Embedding: 4, Cell("lstm"), Cell("lstm"), Hidden: 6, Layers: 1, Bidirectional: true, Dropout: 0)
        {
            Attention = AttentionKind.Dot,
        };

    public static TheoryData<string> Cells => [.. CellCatalog.Names];

    [Theory]
    [InlineData(AttentionKind.None, 1)]
    [InlineData(AttentionKind.Additive, 1)]
    [InlineData(AttentionKind.Dot, 1)]
    [InlineData(AttentionKind.General, 1)]
    [InlineData(AttentionKind.ScaledDot, 1)]
    [InlineData(AttentionKind.ScaledDot, 3)]
    public void Attention_gives_the_same_log_probabilities(AttentionKind attention, int heads)
    {
        bool attends = attention != AttentionKind.None;
        TranslatorArchitecture architecture = Plain with { Attention = attention, Heads = heads };
        Require(architecture with { InputFeeding = attends, Layers = 2, Bidirectional = false });
        Require(architecture with { Query = attends ? AttentionQuery.Previous : AttentionQuery.Current });
    }

    [Theory]
    [InlineData(ContextKind.Last, ContextUse.Initial)]
    [InlineData(ContextKind.Mean, ContextUse.EveryStep)]
    [InlineData(ContextKind.Transform, ContextUse.Both)]
    public void Context_vector_gives_the_same_log_probabilities(ContextKind context, ContextUse use) =>
        Require(Plain with { Attention = AttentionKind.None, Context = context, ContextUse = use, Layers = 2, InitialState = InitialStateKind.Copy });

    [Theory]
    [InlineData(InitialStateKind.Copy)]
    [InlineData(InitialStateKind.Zero)]
    [InlineData(InitialStateKind.Backward)]
    public void Initial_state_gives_the_same_log_probabilities(InitialStateKind initial)
    {
        Require(Plain with { InitialState = initial, Layers = 2 });
        Require(Plain with { InitialState = initial, Layers = 2, EncoderLayers = 3 });
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_cell_encodes_and_decodes(string name)
    {
        CellDefinition cell = Cell(name);
        Require(Plain with { EncoderCell = cell, DecoderCell = cell.IsRecurrent ? cell : Plain.DecoderCell });
    }

    [Fact]
    public void Tied_embeddings_and_one_vocabulary_are_exported() => Require(Plain with
    {
        Embedding = 6,
        TargetSymbols = 9,
        TieEmbeddings = true,
        JointVocabulary = true,
        Variant = LayerVariant.Plain with { LayerNorm = true, Residual = true, LearnInitialState = true },
        Layers = 2,
    });

    private static CellDefinition Cell(string name) => CellCatalog.Find(name)!;

    /// <summary>Compares log p of each symbol of random targets, given random sources.</summary>
    private static void Require(TranslatorArchitecture architecture)
    {
        Assert.Null(architecture.Mistake());
        using var weights = new RandomWeights(architecture.Parameters(), seed: 7);
        var sources = IdBatch.Random(weights.Random, architecture.SourceSymbols, 2, 5, 1);
        var targets = IdBatch.Random(weights.Random, architecture.TargetSymbols, 3, 2, 4);
        int[][] labels = [.. Enumerable.Range(0, targets.Count)
            .Select(target => IdBatch.RandomIds(weights.Random, architecture.TargetSymbols, targets.LengthOf(target)))];
        float[] expected = Surprisals(architecture, weights, sources, targets, labels);

        var graphs = new TranslatorGraphs(architecture, weights.Weight);
        using var encoder = new OnnxModel(graphs.Encoder());
        using var decoder = new OnnxModel(graphs.Decoder());
        Dictionary<string, OnnxTensor> known = encoder.Run(("tokens", sources.Padded), ("lengths", sources.Lengths));
        known["lengths"] = sources.Lengths;
        for (int step = 0; step < targets.Longest; step++)
        {
            // A target that has ended goes on with any symbol: nothing is compared.
            known["symbols"] = OnnxTensor.Of([targets.Count], [.. Enumerable.Range(0, targets.Count)
                .Select(target => (long)(step < targets.LengthOf(target) ? targets[target][step] : 0))]);
            Dictionary<string, OnnxTensor> outputs = decoder.Run([.. decoder.Inputs.Select(name => (name, known[name]))]);
            OnnxTensor found = outputs["log_probabilities"];
            for (int target = 0; target < targets.Count; target++)
            {
                if (step >= targets.LengthOf(target)) continue;
                float logProbability = found.Numbers[(target * architecture.TargetSymbols) + labels[target][step]];
                Assert.Equal(expected[targets.RowOf(target, step)], -logProbability, Tolerance);
            }

            if (architecture.Attention != AttentionKind.None) RequireShares(outputs["attention"], sources);
            foreach ((string name, OnnxTensor state) in outputs) known[name.Replace("next_", "")] = state;
        }
    }

    private static float[] Surprisals(TranslatorArchitecture architecture, RandomWeights weights, IdBatch sources, IdBatch targets, int[][] labels)
    {
        int[] places = [.. targets.Order.Select(sources.PlaceOf)];
        using var tape = new Tape<float>(weights.Backend, recording: false);
        var translator = new Translator<float>(architecture, weights.Parameter);
        var input = new TranslatorInput(sources.Packed, sources.Steps, targets.Packed, targets.Steps, places);
        Variable<float> readouts = translator.Readouts(tape, input, training: null);
        Tensor<float> surprisals = translator.Loss(tape, readouts, tape.NewIds(targets.Pack(labels)), smoothing: 0, targets.Packed.Length).Surprisals;
        float[] numbers = new float[surprisals.Count];
        weights.Backend.Download(surprisals, numbers.AsSpan());
        return numbers;
    }

    /// <summary>The shares of a source's positions are a distribution; those beyond its end are 0.</summary>
    private static void RequireShares(OnnxTensor shares, IdBatch sources)
    {
        for (int source = 0; source < sources.Count; source++)
        {
            float[] row = shares.Numbers[(source * sources.Longest)..((source + 1) * sources.Longest)];
            Assert.Equal(1, row[..sources.LengthOf(source)].Sum(), 1e-5);
            Assert.All(row[sources.LengthOf(source)..], share => Assert.Equal(0, share));
        }
    }
}
