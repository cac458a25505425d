using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Layers;
using Rnnctl.Models.Tests.Layers;
using Rnnctl.Models.Tests.Parameters;
using Rnnctl.Models.Translators;

namespace Rnnctl.Models.Tests.Translators;

/// <summary>Whole translators over packed batches of uneven pairs, against the papers' equations worked number by number and pair by pair.</summary>
public sealed class TranslatorTests : IDisposable
{
    private const double Smoothing = 0.1;
    private const double Tolerance = 1e-12;

    private static readonly CellDefinition Lstm = CellCatalog.Find("lstm")!;

    // A long source has a short target and the other way round.
    private static readonly int[][] Sources = [[3, 0, 6, 1, 5], [2, 2, 4], [6, 1, 0], [5]];
    private static readonly int[][] Targets = [[3, 0, 4, 2], [4, 4, 1, 2], [0, 2], [2]];
    private static readonly int[] Places = [3, 1, 2, 0];

    private static readonly TranslatorArchitecture Small = new(
        SourceSymbols: 7, TargetSymbols: 5, Embedding: 4, Lstm, Lstm, Hidden: 6, Layers: 1, Bidirectional: true, Dropout: 0)
    {
        Attention = AttentionKind.Dot,
    };

    private readonly Backend<double> _backend = CpuDevice.Open<double>(threads: 1);

    public static TheoryData<AttentionKind, AttentionQuery, bool> Attentions
    {
        get
        {
            var data = new TheoryData<AttentionKind, AttentionQuery, bool>();
            foreach (AttentionKind kind in Enum.GetValues<AttentionKind>())
            {
                foreach (AttentionQuery query in Enum.GetValues<AttentionQuery>())
                {
                    foreach (bool feeding in (bool[])[false, true])
                    {
                        if ((AnyContext(kind) with { Query = query, InputFeeding = feeding }).Mistake() is null) data.Add(kind, query, feeding);
                    }
                }
            }

            return data;
        }
    }

    public static TheoryData<string> Cells => [.. CellCatalog.Variants.Where(cell => cell.Options.Projection is null or 0).Select(cell => cell.Title)];

    public static TheoryData<string> Variants => [.. Named.Keys];

    private static Dictionary<string, LayerVariant> Named { get; } = new()
    {
        ["residual"] = new LayerVariant { Residual = true },
        ["layer norm"] = new LayerVariant { LayerNorm = true },
        ["zoneout"] = new LayerVariant { Zoneout = 0.3 },
        ["learnt initial state"] = new LayerVariant { LearnInitialState = true },
        ["all"] = new LayerVariant { Residual = true, LayerNorm = true, Zoneout = 0.2, LearnInitialState = true, RecurrentDropout = 0.4 },
    };

    [Theory]
    [MemberData(nameof(Attentions))]
    public void Attention_context_and_first_state_are_those_of_the_papers(AttentionKind attention, AttentionQuery query, bool feeding)
    {
        TranslatorArchitecture[] all = [.. WithEveryContext(AnyContext(attention) with { Query = query, InputFeeding = feeding })];
        Assert.InRange(all.Length, 60, 120);
        foreach (TranslatorArchitecture architecture in all) Check(architecture);
    }

    [Theory]
    [MemberData(nameof(Attentions))]
    public void Tied_and_joint_embeddings_share_their_tables(AttentionKind attention, AttentionQuery query, bool feeding)
    {
        TranslatorArchitecture architecture = AnyContext(attention) with { Query = query, InputFeeding = feeding };
        Check(architecture with { TieEmbeddings = true, Embedding = 6 });
        Check(architecture with { JointVocabulary = true, TargetSymbols = 7 });
        Check(architecture with { TieEmbeddings = true, Embedding = 6, JointVocabulary = true, TargetSymbols = 7, Layers = 2 });
    }

    [Theory]
    [MemberData(nameof(Attentions))]
    public void Steps_of_a_search_have_the_same_distributions_and_attention(AttentionKind attention, AttentionQuery query, bool feeding)
    {
        TranslatorArchitecture architecture = AnyContext(attention) with { Query = query, InputFeeding = feeding };
        CheckStepByStep(architecture);
        CheckStepByStep(architecture with { Layers = 2, ContextUse = ContextUse.Both, Context = ContextKind.Transform });
        CheckStepByStep(architecture with { Layers = 2, ContextUse = ContextUse.EveryStep, InitialState = InitialStateKind.Backward });
        CheckStepByStep(architecture with { Embedding = 6, TieEmbeddings = true });
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_cell_reads_and_writes_by_its_equations(string title)
    {
        CellDefinition cell = CellCatalog.Variants.Single(one => one.Title == title);
        foreach (int layers in (int[])[1, 2])
        {
            Check(Small with { EncoderCell = cell, Layers = layers });
            Check(Small with { EncoderCell = cell, Layers = layers, Attention = AttentionKind.None, ContextUse = ContextUse.Initial });
            if (!cell.IsRecurrent) continue;
            TranslatorArchitecture both = Small with { EncoderCell = cell, DecoderCell = cell, Layers = layers };
            Check(both);
            Check(both with { InputFeeding = true });
            Check(both with { Query = AttentionQuery.Previous, EncoderCell = Lstm, InitialState = InitialStateKind.Backward });
            Check(both with { EncoderCell = Lstm, ContextUse = ContextUse.Both, Context = ContextKind.Mean });
            CheckStepByStep(both);
            CheckStepByStep(both with { InputFeeding = true });
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Layer_variants_are_those_of_the_papers(string name)
    {
        foreach (CellDefinition cell in (CellDefinition[])[Lstm, CellCatalog.Find("gru")!])
        {
            TranslatorArchitecture architecture = Small with { EncoderCell = cell, DecoderCell = cell, Layers = 3, Embedding = 6, Variant = Named[name] };
            Check(architecture);
            Check(architecture with { Attention = AttentionKind.None, Context = ContextKind.Last, ContextUse = ContextUse.EveryStep });
            Check(architecture with { Attention = AttentionKind.None, Context = ContextKind.Mean, ContextUse = ContextUse.Both });
            Check(architecture with { InitialState = InitialStateKind.Backward });
            CheckStepByStep(architecture);
            if (architecture.Variant.Zoneout > 0) continue;
            Check(architecture with { InputFeeding = true });
            Check(architecture with { Query = AttentionQuery.Previous });
        }
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(1, 4)]
    [InlineData(2, 3)]
    [InlineData(2, 2)]
    public void A_deeper_encoder_starts_the_decoder_from_its_top_layers(int layers, int encoderLayers)
    {
        TranslatorArchitecture deep = Small with { Layers = layers, EncoderLayers = encoderLayers };
        Check(deep);
        Check(deep with { Bidirectional = false, EncoderCell = CellCatalog.Find("gru")! });
        Check(deep with { InitialState = InitialStateKind.Backward });
        Check(deep with { InitialState = InitialStateKind.Zero, InputFeeding = true });
        Check(deep with { Attention = AttentionKind.None, ContextUse = ContextUse.Both, Context = ContextKind.Transform });
        Check(deep with { Attention = AttentionKind.None, ContextUse = ContextUse.EveryStep, Context = ContextKind.Mean });
        Check(deep with { Variant = LayerVariant.Plain with { Residual = true, LearnInitialState = true } });
        CheckStepByStep(deep);
        CheckStepByStep(deep with { Query = AttentionQuery.Previous, InitialState = InitialStateKind.Backward });
    }

    [Fact]
    public void An_encoder_has_at_least_the_layers_of_the_decoder() => Assert.Equal(
        "translator.encoder_layers: expected at least as many as the decoder's layers, 3, found 2", (Small with { Layers = 3, EncoderLayers = 2 }).Mistake());

    [Theory]
    [MemberData(nameof(Attentions))]
    public void Scheduled_sampling_with_probability_1_reads_the_most_probable_symbols(AttentionKind attention, AttentionQuery query, bool feeding)
    {
        TranslatorArchitecture architecture = AnyContext(attention) with { Query = query, InputFeeding = feeding, Layers = 2 };
        Dictionary<string, double[]> weights = Weights.Draw(architecture.Parameters(), seed: 23);
        var naive = new NaiveTranslator(architecture, weights);
        double[][] expected = Packing.Pack(Targets.Select((target, place) =>
        {
            NaiveTranslation translation = naive.Begin(Sources[Places[place]]);
            double[] last = [];
            return target.Select(_ => last = translation.Next(last.Length == 0 ? PackedTranslator.Begin : Array.IndexOf(last, last.Max())).LogProbabilities)
                .ToArray();
        }));
        using var translator = new PackedTranslator(_backend, architecture, weights);
        var training = new TrainingStep(Seed: 1, Number: 1, Window: 0) { ScheduledSampling = 1 };
        AssertClose(expected, translator.Run(Sources, Targets, Places, Smoothing, training).LogProbabilities);
    }

    public void Dispose() => _backend.Dispose();

    /// <summary>An architecture with this attention; without attention the decoder starts from what the encoder ends in.</summary>
    private static TranslatorArchitecture AnyContext(AttentionKind attention) =>
        Small with { Attention = attention, Heads = attention == AttentionKind.ScaledDot ? 3 : 1 };

    /// <summary>The same with every vector of fixed size, every place where it is seen and every first state.</summary>
    private static IEnumerable<TranslatorArchitecture> WithEveryContext(TranslatorArchitecture architecture) =>
        from use in Enum.GetValues<ContextUse>()
        from context in Enum.GetValues<ContextKind>()
        where use != ContextUse.None || context == ContextKind.Last
        from initial in Enum.GetValues<InitialStateKind>()
        from bidirectional in (bool[])[false, true]
        from layers in (int[])[1, 2]
        let whole = architecture with { ContextUse = use, Context = context, InitialState = initial, Bidirectional = bidirectional, Layers = layers }
        where whole.Mistake() is null
        select whole;

    private static double Loss(double[][] logProbabilities, int[] labels) => logProbabilities.Zip(labels, (symbols, label) =>
        -((1 - Smoothing) * symbols[label]) - (Smoothing * symbols.Average())).Average();

    private static double[] LogSoftmax(double[] logits) => [.. logits.Select(logit => logit - Math.Log(logits.Sum(Math.Exp)))];

    private static void AssertClose(double[][] expected, double[][] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        foreach ((double[] wanted, double[] found) in expected.Zip(actual))
        {
            Assert.Equal(wanted.Length, found.Length);
            foreach ((double number, double other) in wanted.Zip(found)) Assert.Equal(number, other, Tolerance);
        }
    }

    private void Check(TranslatorArchitecture architecture)
    {
        Assert.Null(architecture.Mistake());
        Dictionary<string, double[]> weights = Weights.Draw(architecture.Parameters(), seed: 21);
        var naive = new NaiveTranslator(architecture, weights);
        double[][] expected = Packing.Pack(Targets.Select((target, place) =>
            naive.LogProbabilities(Sources[Places[place]], PackedTranslator.Before(target))));
        using var translator = new PackedTranslator(_backend, architecture, weights);
        (double[][] logProbabilities, double loss) = translator.Run(Sources, Targets, Places, Smoothing);
        AssertClose(expected, logProbabilities);
        Assert.Equal(Loss(expected, Packing.Pack(Targets)), loss, Tolerance);
    }

    /// <summary>
    /// All sources' translations by the most probable symbols, of different lengths, in one search: the distributions and the attention of each step.
    /// </summary>
    private void CheckStepByStep(TranslatorArchitecture architecture)
    {
        Assert.Null(architecture.Mistake());
        Dictionary<string, double[]> weights = Weights.Draw(architecture.Parameters(), seed: 22);
        var naive = new NaiveTranslator(architecture, weights);
        NaiveTranslation[] translations = [.. Sources.Select(naive.Begin)];
        using var translator = new PackedTranslator(_backend, architecture, weights);
        using var run = new TranslatorRun<double>(_backend, translator.Translator);
        using var tape = new Tape<double>(_backend, recording: false);
        int[] places = [.. Enumerable.Range(0, Sources.Length)], origins = places, symbols = [.. places.Select(_ => PackedTranslator.Begin)];
        run.Begin(Packing.Pack(Sources), Packing.StepsOf(Sources), places, contextual: default);
        for (int time = 0; time < Sources.Length; time++)
        {
            tape.Reset();
            (double[] LogProbabilities, double[][] Weights)[] expected = [.. places.Select((place, row) => translations[place].Next(symbols[row]))];
            (Tensor<double> logits, Tensor<double> attention) = run.Step(tape, symbols, origins, places, Packing.StepsOf(places.Select(_ => new int[1])));
            AssertClose([.. expected.Select(step => step.LogProbabilities)], [.. Read(logits).Chunk(architecture.TargetSymbols).Select(LogSoftmax)]);
            AssertClose([[.. expected.SelectMany(step => step.Weights).SelectMany(head => head)]], [attention.IsEmpty ? [] : Read(attention)]);

            // One translation ends at each step, not always the last.
            int ended = time % 2 == 0 ? 0 : places.Length - 1;
            origins = [.. Enumerable.Range(0, places.Length).Where(row => row != ended)];
            symbols = [.. origins.Select(row => Array.IndexOf(expected[row].LogProbabilities, expected[row].LogProbabilities.Max()))];
            places = [.. origins.Select(row => places[row])];
        }
    }

    private double[] Read(Tensor<double> tensor)
    {
        double[] values = new double[tensor.Count];
        _backend.Download(tensor, values.AsSpan());
        return values;
    }
}
