using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Tagging;
using Rnnctl.Text.Batching;
using Rnnctl.Training.Checkpoints;
using Rnnctl.Training.Tagging;

namespace Rnnctl.Training.Tests.Tagging;

/// <summary>Runs with <c>--ema</c>.</summary>
public class MeanOfWeightsTests
{
    private const double Decay = 0.6;

    // Four steps an epoch.
    private static readonly TrainingConfiguration Options = new()
    {
        LearningRate = 0.03,
        Epochs = 4,
        BatchSize = 5,
        EvaluateEvery = 3,
        Patience = 10,
        Ema = Decay,
    };

    [Fact]
    public void Saved_weights_are_the_mean_at_the_best_step_and_its_score_is_theirs()
    {
        using var run = new ToyRun(Options);
        TrainingProgress end = run.Start();
        double[] mean = [.. run.WeightsOfSteps[0].Select(weight => (double)weight)];
        for (int t = 1; t <= end.BestStep; t++)
        {
            double decay = Math.Min(Decay, (1.0 + t) / (10 + t));
            mean = [.. mean.Zip(run.WeightsOfSteps[t], (before, weight) => (decay * before) + ((1 - decay) * weight))];
        }

        float[] stored = run.StoredWeights();
        Assert.All(mean.Zip(stored), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.NotEqual(run.WeightsOfSteps[(int)end.BestStep], stored);
        Assert.Equal(end.BestLoss!.Value, LossOf(run), 1e-6);
        Assert.Equal(run.WeightsOfSteps[(int)end.BestStep], run.Evaluations[end.BestEvaluation - 1].Weights);
    }

    [Fact]
    public void Learning_itself_does_not_depend_on_the_mean()
    {
        using ToyRun with = new(Options), without = new(Options with { Ema = 0 });
        with.Start();
        without.Start();
        Assert.Equal(without.WeightsOfSteps, with.WeightsOfSteps);
    }

    [Fact]
    public void Resumed_run_ends_with_the_same_bits()
    {
        using var whole = new ToyRun(Options);
        whole.Start();
        Dictionary<string, byte[]> expected = whole.Files();
        foreach (long step in (long[])[1, 3, 7, 14])
        {
            using var run = new ToyRun(Options);
            Assert.Throws<OperationCanceledException>(() => run.Start(interruptedAt: step));
            run.Resume();
            foreach (string name in (string[])[ModelFiles.Weights, ModelFiles.TrainingState]) Assert.Equal(expected[name], run.Files()[name]);
        }
    }

    [Fact]
    public void Steady_step_with_a_mean_allocates_nothing()
    {
        using Backend<float> backend = CpuDevice.Open<float>(threads: 1);
        using TaggerModel model = TaggerModel.Create(ToyTagging.Configure(Options), ToyTagging.Vocabularies, backend);
        using var learner = new TaggerLearner(model, ToyTagging.Data(seed: 1, sentences: 20).Encoded);
        int[] sentences = [0, 1, 2, 3];
        for (int step = 1; step <= 30; step++) learner.Learn(sentences, step, 0.01);
        Assert.Equal(0, AllocatedBytes.Of(() => learner.Learn(sentences, 31, 0.01)));
    }

    private static double LossOf(ToyRun run)
    {
        using Backend<float> backend = CpuDevice.Open<float>(threads: 1);
        using ModelDirectory directory = ModelDirectory.Open(run.Path);
        using TaggerModel model = TaggerModel.Load(directory, backend);
        using var evaluator = new TaggerEvaluator(model, run.Valid!, BatchLimit.OfSentences(5));
        evaluator.Evaluate();
        return evaluator.Loss!.Value;
    }
}
