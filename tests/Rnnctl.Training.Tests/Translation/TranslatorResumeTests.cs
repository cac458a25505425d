using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Translation;
using Rnnctl.Models.Parameters;
using Rnnctl.Training.Checkpoints;
using Rnnctl.Training.Loop;
using Rnnctl.Training.Translation;

namespace Rnnctl.Training.Tests.Translation;

/// <summary>A translator's training that is interrupted goes on to the bits of one that was not, and learns.</summary>
public sealed class TranslatorResumeTests
{
    private static readonly TrainingConfiguration Options = new()
    {
        LearningRate = 0.02,
        Epochs = 2,
        BatchSize = 8,
        EvaluateEvery = 3,
        LabelSmoothing = 0.1,
        ScheduledSampling = 0.4,
        Patience = 10,
    };

    private static readonly TranslationData Train = ToyTranslation.Data(seed: 1, pairs: 40);
    private static readonly TranslationData Larger = ToyTranslation.Data(seed: 3, pairs: 400);
    private static readonly TranslationData Valid = ToyTranslation.Data(seed: 2, pairs: 10);

    [Fact]
    public void A_run_resumed_at_any_step_ends_with_the_same_bits()
    {
        using var whole = new TemporaryFolder();
        float[] end = Run(whole.Root, Options, resume: false);
        for (long step = 1; step < 10; step++)
        {
            using var run = new TemporaryFolder();
            Assert.Throws<OperationCanceledException>(() => Run(run.Root, Options, resume: false, interruptedAt: step));
            Assert.Equal(end, Run(run.Root, Options, resume: true));
            Assert.Equal(Rows(whole), Rows(run));
        }
    }

    [Fact]
    public void A_translator_learns_to_reverse_sentences_and_the_best_model_is_kept()
    {
        using var folder = new TemporaryFolder();
        TrainingConfiguration options = Options with { Epochs = 12, EvaluateEvery = 200, ScheduledSampling = 0, LabelSmoothing = 0 };
        Run(folder.Root, options, resume: false, train: Larger);
        using ModelDirectory directory = ModelDirectory.Open(folder.Root);
        TrainingProgress progress = TrainingState.ReadProgress(directory);
        Assert.True(progress.BestScore > 0.5, $"best BLEU {progress.BestScore}");
        using Backend<float> backend = CpuDevice.Open<float>(threads: 1);
        using TranslatorModel model = TranslatorModel.Load(directory, backend);
        using var evaluator = new TranslatorEvaluator(model, Valid, Options.BatchLimit());
        Assert.Equal(progress.BestScore!.Value, evaluator.Score().Bleu / 100, 1e-9);
    }

    private static TrainingProgress Progress(string path)
    {
        using ModelDirectory directory = ModelDirectory.Open(path);
        return TrainingState.ReadProgress(directory);
    }

    /// <summary>All columns but the times.</summary>
    private static string[] Rows(TemporaryFolder folder) =>
        [.. File.ReadAllLines(folder["metrics.csv"]).Select(line => string.Join(',', line.Split(',').Where((_, column) => column is not (2 or 3))))];

    private static float[] Run(string path, TrainingConfiguration options, bool resume, long? interruptedAt = null, TranslationData? train = null)
    {
        using var interruption = new CancellationTokenSource();
        using Backend<float> backend = CpuDevice.Open<float>(threads: 1);
        using TranslatorModel model = TranslatorModel.Create(ToyTranslation.Configure(options), ToyTranslation.Text, backend);
        TrainingProgress? progress = resume ? Progress(path) : null;
        using RunCheckpoints checkpoints = progress is null ? RunCheckpoints.Create(path) : RunCheckpoints.Resume(path, progress);
        TrainingEvents events = TrainingEvents.None with
        {
            StepDone = (step, _, _, _) =>
            {
                if (step == interruptedAt) interruption.Cancel();
            },
        };
        using var learner = new TranslatorLearner(model, (train ?? Train).Encoded, Valid);
        new Trainer(learner, checkpoints, events, progress).Run(interruption.Token);
        return [.. model.Parameters.Shapes.SelectMany(shape => Read(model.Parameters, shape))];
    }

    private static float[] Read(ParameterSet<float> parameters, ParameterShape shape)
    {
        var values = new float[shape.Count];
        parameters.Read(shape.Name, values);
        return values;
    }
}
