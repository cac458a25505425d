using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Randomness;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Translation;
using Rnnctl.Models.Layers;
using Rnnctl.Models.Parameters;
using Rnnctl.Models.Translators;
using Rnnctl.Text.Batching;
using Rnnctl.Training.Learning;
using Rnnctl.Training.Translation;

namespace Rnnctl.Training.Tests.Translation;

public sealed class TranslatorLearnerTests : IDisposable
{
    private readonly Backend<float> _backend = CpuDevice.Open<float>(threads: 1);
    private readonly TranslationData _train = ToyTranslation.Data(seed: 1, pairs: 24);

    public static TheoryData<string> Kinds => ["attention", "additive", "input feeding", "previous", "fixed context", "own symbols", "dropout"];

    public void Dispose() => _backend.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_training_step_in_steady_state_allocates_nothing(string kind)
    {
        using TranslatorModel model = Create(new TrainingConfiguration { LabelSmoothing = 0.1 }, Of(kind), kind == "dropout");
        WordDropout? words = kind == "dropout" ? new WordDropout(alpha: 3, [0, 0, 24, 9, 9, 9, 9, 9], unknown: 0, end: 2) : null;
        using var learner = new TranslatorLearner(model, _train.Encoded, words: words);
        var plan = new BatchPlan(_train.Encoded, BatchLimit.OfSentences(5));
        for (uint warmup = 0; warmup < 2; warmup++) RunEpoch(learner, plan, warmup, kind);

        // The least of several: now and then the runtime itself takes some bytes while it compiles a method anew.
        plan.Shuffle(new PhiloxRandom(seed: 1, stream: 2));
        Assert.Equal(0, Enumerable.Range(2, 3).Min(epoch => AllocatedBytes.Of(() => RunPlanned(learner, plan, (uint)epoch, kind))));
    }

    [Fact]
    public void The_loss_is_the_mean_over_the_symbols_of_the_targets_with_their_ends()
    {
        using TranslatorModel model = Create(new TrainingConfiguration(), ToyTranslation.Architecture.Translator!);
        foreach (ParameterShape shape in model.Parameters.Shapes) model.Parameters.Write(shape.Name, new float[shape.Count]);
        using var learner = new TranslatorLearner(model, _train.Encoded);
        LearningStep step = learner.Learn([0, 1, 2], number: 1, rate: 0.1);
        Assert.Equal(Math.Log(model.Architecture.TargetSymbols), step.Loss, 1e-6);
        Assert.Equal(Enumerable.Range(0, 3).Sum(pair => _train.Encoded.Targets.LengthOf(pair) + 1), step.Tokens);
    }

    [Fact]
    public void Scheduled_sampling_changes_the_weights_and_is_deterministic()
    {
        double[] right = Losses(scheduledSampling: 0), own = Losses(scheduledSampling: 0.9);
        Assert.Equal(own, Losses(scheduledSampling: 0.9));
        Assert.NotEqual(right, own);
    }

    [Fact]
    public void Step_by_step_learning_agrees_with_learning_of_whole_targets()
    {
        double[] whole = Losses(scheduledSampling: 0), steps = Losses(scheduledSampling: 1e-9);
        for (int update = 0; update < whole.Length; update++) Assert.Equal(whole[update], steps[update], 1e-4);
    }

    private static TranslatorConfiguration Of(string kind)
    {
        TranslatorConfiguration usual = ToyTranslation.Architecture.Translator!;
        return kind switch
        {
            "additive" => usual with { Attention = AttentionKind.Additive },
            "input feeding" => usual with { InputFeeding = true },
            "previous" => usual with { Attention = AttentionKind.Additive, AttentionQuery = AttentionQuery.Previous, InitialState = InitialStateKind.Backward },
            "fixed context" => usual with { Attention = AttentionKind.None, Context = ContextKind.Mean, ContextUse = ContextUse.Both },
            _ => usual,
        };
    }

    private double[] Losses(double scheduledSampling)
    {
        ModelConfiguration configuration = ToyTranslation.Configure(new TrainingConfiguration { LearningRate = 0.01 });
        configuration = configuration with { Architecture = configuration.Architecture with { Dropout = 0 } };
        using TranslatorModel model = TranslatorModel.Create(configuration, ToyTranslation.Text, _backend);
        using var learner = new TranslatorLearner(model, _train.Encoded);
        int[] all = [.. Enumerable.Range(0, _train.Encoded.Count)];
        return [.. Enumerable.Range(1, 10).Select(number => learner.Learn(all, number, rate: 0.01, scheduledSampling).Loss)];
    }

    private TranslatorModel Create(TrainingConfiguration training, TranslatorConfiguration translator, bool dropsMore = false)
    {
        ModelConfiguration toy = ToyTranslation.Configure(training, translator);
        if (dropsMore) toy = toy with { Architecture = toy.Architecture with { VariationalDropout = true, EmbeddingDropout = 0.2 } };
        return TranslatorModel.Create(toy, ToyTranslation.Text, _backend);
    }

    private static void RunEpoch(TranslatorLearner learner, BatchPlan plan, uint epoch, string kind)
    {
        plan.Shuffle(new PhiloxRandom(seed: 1, epoch));
        RunPlanned(learner, plan, epoch, kind);
    }

    private static void RunPlanned(TranslatorLearner learner, BatchPlan plan, uint epoch, string kind)
    {
        for (int batch = 0; batch < plan.Count; batch++)
            learner.Learn(plan[batch], (epoch * plan.Count) + batch + 1, rate: 0.01, kind == "own symbols" ? 0.3 : 0);
    }
}
