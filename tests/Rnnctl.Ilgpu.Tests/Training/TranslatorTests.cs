using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Translation;
using Rnnctl.Models.Decoding;
using Rnnctl.Models.Translators;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Vocabularies;
using Rnnctl.Training.Tests.Translation;
using Rnnctl.Training.Translation;

namespace Rnnctl.Ilgpu.Tests.Training;

public sealed class TranslatorTests : DeviceTest
{
    private const int Steps = 4;
    private const int Pairs = 6;
    private const double Tolerance = 1e-4;

    private static readonly TranslationData Data = ToyTranslation.Data(seed: 1, pairs: Steps * Pairs);

    private static readonly Dictionary<string, TranslatorConfiguration> Kinds = new()
    {
        ["dot"] = new() { DecoderCell = "gru" },
        ["scaled dot, two heads"] = new() { DecoderCell = "lstm", Attention = AttentionKind.ScaledDot, AttentionHeads = 2 },
        ["additive, asked before"] = new()
        {
            DecoderCell = "gru",
            Attention = AttentionKind.Additive,
            AttentionQuery = AttentionQuery.Previous,
            InitialState = InitialStateKind.Backward,
        },
        ["general, input feeding"] = new() { DecoderCell = "elman", Attention = AttentionKind.General, InputFeeding = true },
        ["fixed context"] = new() { DecoderCell = "gru", Attention = AttentionKind.None, Context = ContextKind.Mean, ContextUse = ContextUse.Both },
    };

    public static TheoryData<string, string> Translators => Devices.With(Kinds.Keys);

    [Theory]
    [MemberData(nameof(Translators))]
    public void A_translator_learns_and_translates_on_a_device_as_on_the_CPU(string device, string kind)
    {
        using Backend<float> cpu = CpuDevice.Open<float>(threads: 1);
        using TranslatorModel here = Create(Open<float>(device), kind), there = Create(cpu, kind);
        double[] losses = Learn(here), expected = Learn(there);
        Assert.All(losses.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, Tolerance));
        Hypothesis[] translations = Translate(here), right = Translate(there);
        Assert.Equal(right.Select(one => one.Symbols), translations.Select(one => one.Symbols));
        Assert.All(translations.Zip(right), pair => Assert.Equal(pair.Second.LogProbability, pair.First.LogProbability, 10 * Tolerance));
        Assert.All(translations.Zip(right), pair => Assert.Equal(pair.Second.Score, pair.First.Score, 10 * Tolerance));
    }

    private static TranslatorModel Create(Backend<float> backend, string kind)
    {
        ModelConfiguration configuration = ToyTranslation.Configure(new TrainingConfiguration { LabelSmoothing = 0.1 }, Kinds[kind]);
        return TranslatorModel.Create(configuration, ToyTranslation.Text, backend);
    }

    private static double[] Learn(TranslatorModel model)
    {
        using var learner = new TranslatorLearner(model, Data.Encoded);
        int[] pairs = [.. Enumerable.Range(0, Steps * Pairs)];
        return [.. Enumerable.Range(0, Steps).Select(
            step => learner.Learn(pairs.AsSpan(step * Pairs, Pairs), step + 1, rate: 0.01).Loss)];
    }

    private static Hypothesis[] Translate(TranslatorModel model)
    {
        var options = new SearchOptions(Vocabulary.BeginId, Vocabulary.EndId, Beam: 3, LengthPenalty: 1, MaxLength: 5) { CoveragePenalty = 0.3 };
        using var runner = new TranslatorRunner(model.Backend, [model.Translator], options, BatchLimit.OfSentences(8));
        return [.. runner.Run(Data.Encoded.Sources).Select(found => found[0])];
    }
}
