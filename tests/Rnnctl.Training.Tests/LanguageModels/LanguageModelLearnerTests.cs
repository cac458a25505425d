using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Models.LanguageModels;
using Rnnctl.Models.Parameters;
using Rnnctl.Training.Checkpoints;
using Rnnctl.Training.LanguageModels;
using Rnnctl.Training.Learning;
using Rnnctl.Training.Loop;

namespace Rnnctl.Training.Tests.LanguageModels;

public sealed class LanguageModelLearnerTests : IDisposable
{
    private static readonly TrainingConfiguration Options = new()
    {
        LearningRate = 0.02,
        Bptt = 16,
        Epochs = 2,
        BatchSize = 40,
        EvaluateEvery = 3,
        Patience = 20,
    };

    private readonly ToyText _text = new();
    private readonly Backend<float> _backend = CpuDevice.Open<float>(threads: 1);

    public void Dispose()
    {
        _backend.Dispose();
        _text.Dispose();
    }

    [Theory]
    [InlineData("full", true)]
    [InlineData("full", false)]
    [InlineData("sampled:4", true)]
    public void A_steady_training_step_allocates_nothing(string softmax, bool kept)
    {
        using TrainedLanguageModel model = _text.Create(Options with { Softmax = softmax }, _backend, dropsMore: softmax != "full");
        using var learner = new LanguageModelLearner(model, kept ? _text.Train : _text.TrainInFiles);
        int windows = learner.PlanEpoch(Random.Shared), number = 0;
        for (int warmup = 0; warmup < 2; warmup++) RunEpoch();

        // The least of several: now and then the runtime itself takes some bytes while it compiles a method anew.
        Assert.Equal(0, Enumerable.Range(0, 3).Min(_ => AllocatedBytes.Of(RunEpoch)));

        void RunEpoch()
        {
            for (int window = 0; window < windows; window++) learner.Learn(window, ++number, rate: 0.01);
        }
    }

    [Fact]
    public void Without_weights_the_loss_is_that_of_a_uniform_guess_over_the_words_and_ends_of_the_text()
    {
        using TrainedLanguageModel model = _text.Create(Options, _backend);
        foreach (ParameterShape shape in model.Parameters.Shapes) model.Parameters.Write(shape.Name, new float[shape.Count]);
        using var learner = new LanguageModelLearner(model, _text.Train, _text.Valid);
        Evaluation evaluation = learner.Evaluate()!;
        Assert.Equal(Math.Log(_text.Tokens.Count), evaluation.Loss!.Value, 1e-6);
        Assert.Equal(EvaluationMetric.Perplexity, evaluation.Metric);
        Assert.Equal(1.0 / _text.Tokens.Count, evaluation.Score, 1e-6);
        Assert.Equal(1.0 / _text.Tokens.Count, evaluation.Floor, 1e-12);
        LearningStep[] epoch = [.. Enumerable.Range(0, learner.PlanEpoch(Random.Shared)).Select(window => learner.Learn(window, window + 1, rate: 0))];
        Assert.Equal(600 * 6, epoch.Sum(step => step.Tokens));
        Assert.All(epoch, step => Assert.Equal(Math.Log(_text.Tokens.Count), step.Loss, 1e-4));
    }

    [Theory]
    [InlineData(LanguageModelDirection.Both, "full")]
    [InlineData(LanguageModelDirection.Forward, "full")]
    [InlineData(LanguageModelDirection.Backward, "full")]
    [InlineData(LanguageModelDirection.Both, "sampled:4")]
    public void It_learns_to_remember_a_word_and_comes_near_the_entropy_of_the_text(LanguageModelDirection direction, string softmax)
    {
        TrainingConfiguration options = Options with { Epochs = 60, EvaluateEvery = null, BatchSize = 20, LearningRate = 0.01, Softmax = softmax };
        using var folder = new TemporaryFolder();
        TrainingProgress end = Run(folder.Root, options, resume: false, direction: direction).End;
        Assert.InRange(-Math.Log(end.BestScore!.Value), 0.93 * ToyText.Entropy, 1.1 * ToyText.Entropy);
        using ModelDirectory directory = ModelDirectory.Open(folder.Root);
        using TrainedLanguageModel model = TrainedLanguageModel.Load(directory, _backend);
        using var evaluator = new LanguageModelEvaluator(model, _text.Valid);
        LanguageModelScores scores = evaluator.Evaluate();
        Assert.Equal(end.BestScore!.Value, 1 / scores.Perplexity, 1e-12);
        Assert.Equal(direction != LanguageModelDirection.Backward, scores.ForwardLoss is not null);
        Assert.Equal(direction != LanguageModelDirection.Forward, scores.BackwardLoss is not null);
    }

    [Fact]
    public void A_text_that_is_read_from_its_files_trains_to_the_bits_of_one_that_is_kept()
    {
        using TemporaryFolder kept = new(), read = new();
        (float[] weights, TrainingProgress end) = Run(kept.Root, Options, resume: false, kept: true);
        (float[] others, TrainingProgress otherEnd) = Run(read.Root, Options, resume: false, kept: false);
        Assert.Equal(weights, others);
        Assert.Equal((end.BestScore, end.CorpusDigest), (otherEnd.BestScore, otherEnd.CorpusDigest));
    }

    [Theory]
    [InlineData("full")]
    [InlineData("sampled:4")]
    public void From_every_step_it_goes_on_to_the_same_bits(string softmax)
    {
        TrainingConfiguration options = Options with { Softmax = softmax };
        using var whole = new TemporaryFolder();
        (float[] end, TrainingProgress progress) = Run(whole.Root, options, resume: false);
        Assert.True(progress.Step >= 10, $"too few steps to interrupt: {progress.Step}");
        for (long step = 1; step < progress.Step; step++)
        {
            using var run = new TemporaryFolder();
            Assert.Throws<OperationCanceledException>(() => Run(run.Root, options, resume: false, interruptedAt: step));
            Assert.Equal(end, Run(run.Root, options, resume: true).Weights);
            Assert.Equal(File.ReadAllBytes(whole["training.safetensors"]), File.ReadAllBytes(run["training.safetensors"]));
        }
    }

    private static TrainingProgress Progress(string path)
    {
        using ModelDirectory directory = ModelDirectory.Open(path);
        return TrainingState.ReadProgress(directory);
    }

    private (float[] Weights, TrainingProgress End) Run(
        string path,
        TrainingConfiguration options,
        bool resume,
        long? interruptedAt = null,
        LanguageModelDirection direction = LanguageModelDirection.Both,
        bool kept = false)
    {
        using var interruption = new CancellationTokenSource();
        using TrainedLanguageModel model = _text.Create(options, _backend, direction);
        TrainingProgress? progress = resume ? Progress(path) : null;
        using RunCheckpoints checkpoints = progress is null ? RunCheckpoints.Create(path) : RunCheckpoints.Resume(path, progress);
        TrainingEvents events = TrainingEvents.None with
        {
            StepDone = (step, _, _, _) =>
            {
                if (step == interruptedAt) interruption.Cancel();
            },
        };
        using var learner = new LanguageModelLearner(model, kept ? _text.Train : _text.TrainInFiles, kept ? _text.Valid : _text.ValidInFiles);
        TrainingProgress end = new Trainer(learner, checkpoints, events, progress).Run(interruption.Token);
        return ([.. model.Parameters.Shapes.SelectMany(shape => Read(model.Parameters, shape))], end);
    }

    private static float[] Read(ParameterSet<float> parameters, ParameterShape shape)
    {
        var values = new float[shape.Count];
        parameters.Read(shape.Name, values);
        return values;
    }
}
