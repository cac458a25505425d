using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Text;
using Rnnctl.Training.Checkpoints;

namespace Rnnctl.Training.Tests.Tagging;

/// <summary>An interrupted run that goes on comes to the bits of one that was never interrupted.</summary>
public class ResumeTests
{
    // Four steps an epoch; all that has a state takes part: moments, dropout, warm-up, plateau, evaluations within and across epochs.
    private static readonly TrainingConfiguration Options = new()
    {
        LearningRate = 0.03,
        Schedule = ScheduleKind.Plateau,
        Warmup = 4,
        WeightDecay = 0.01,
        Optimizer = OptimizerKind.Adamw,
        Epochs = 4,
        BatchSize = 5,
        EvaluateEvery = 3,
        Patience = 10,
    };

    private const long Steps = 16;

    [Fact]
    public void A_run_resumed_at_any_step_ends_with_the_same_bits()
    {
        using var whole = new ToyRun(Options);
        TrainingProgress end = whole.Start();
        Assert.Equal(Steps, end.Step);
        Assert.InRange(end.BestStep, 1, Steps);
        for (long step = 1; step < Steps; step++)
        {
            using var run = new ToyRun(Options);
            Assert.Throws<OperationCanceledException>(() => run.Start(interruptedAt: step));
            Assert.Equal(step, run.Progress().Step);
            AssertSame(whole, end, run, run.Resume());
        }
    }

    [Fact]
    public void A_run_interrupted_at_every_step_ends_with_the_same_bits()
    {
        using var whole = new ToyRun(Options);
        TrainingProgress end = whole.Start();
        using var run = new ToyRun(Options);
        Assert.Throws<OperationCanceledException>(() => run.Start(interruptedAt: 1));
        for (long step = 2; step < Steps; step++) Assert.Throws<OperationCanceledException>(() => run.Resume(interruptedAt: step));
        AssertSame(whole, end, run, run.Resume());
    }

    [Fact]
    public void A_resumed_run_with_batches_of_tokens_and_no_validation_corpus_ends_with_the_same_bits()
    {
        TrainingConfiguration options = Options with
        {
            BatchTokens = 23,
            EvaluateEvery = null,
            Epochs = 2,
            Optimizer = OptimizerKind.Momentum,
        };
        using var whole = new ToyRun(options) { Valid = null };
        TrainingProgress end = whole.Start();
        for (long step = 1; step < end.Step; step++)
        {
            using var run = new ToyRun(options) { Valid = null };
            Assert.Throws<OperationCanceledException>(() => run.Start(interruptedAt: step));
            AssertSame(whole, end, run, run.Resume());
        }
    }

    [Fact]
    public void An_interrupted_run_saves_a_usable_model()
    {
        using var run = new ToyRun(Options);
        Assert.Throws<OperationCanceledException>(() => run.Start(interruptedAt: 2));
        Assert.Empty(run.Evaluations);
        float[] interrupted = run.StoredWeights();
        Assert.All(interrupted, weight => Assert.True(float.IsFinite(weight)));

        using var initial = new ToyRun(Options);
        Assert.Throws<OperationCanceledException>(() => initial.Start(interruptedAt: 1));
        Assert.NotEqual(initial.StoredWeights(), interrupted);
    }

    [Fact]
    public void Resuming_a_finished_run_changes_nothing()
    {
        using var run = new ToyRun(Options with { Epochs = 1 });
        TrainingProgress end = run.Start();
        Dictionary<string, byte[]> before = run.Files();
        Assert.Equal(end, run.Resume());
        Assert.Equal(before, run.Files());
    }

    [Fact]
    public void A_finished_run_goes_on_with_more_epochs()
    {
        TrainingConfiguration constant = Options with { Schedule = ScheduleKind.Constant, EvaluateEvery = null };
        using var whole = new ToyRun(constant);
        TrainingProgress end = whole.Start();
        using var run = new ToyRun(constant with { Epochs = 2 });
        run.Start();
        run.Options = constant;
        AssertSame(whole, end, run, run.Resume());
    }

    [Fact]
    public void A_resumed_run_is_not_finished()
    {
        using var run = new ToyRun(Options with { Epochs = 1 });
        Assert.True(run.Start().Finished);
        run.Options = Options;
        Assert.Throws<OperationCanceledException>(() => run.Resume(interruptedAt: 5));
        Assert.False(run.Progress().Finished);
        Assert.True(run.Resume().Finished);
    }

    [Fact]
    public void Another_corpus_is_refused()
    {
        using var run = new ToyRun(Options);
        Assert.Throws<OperationCanceledException>(() => run.Start(interruptedAt: 2));
        using var other = new ToyRun(Options) { Train = ToyTagging.Data(seed: 9, sentences: 20) };
        foreach ((string name, byte[] bytes) in run.Files())
        {
            string path = Path.Combine(other.Path, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, bytes);
        }

        Dictionary<string, byte[]> before = other.Files();
        InputException refusal = Assert.Throws<InputException>(() => other.Resume());
        Assert.Equal("--train: these are not the sentences that the run began with", refusal.Message);
        Assert.Equal(before, other.Files());
    }

    private static void AssertSame(ToyRun whole, TrainingProgress end, ToyRun run, TrainingProgress resumed)
    {
        Assert.Equal(WithoutClock(end), WithoutClock(resumed));
        Assert.Equal(WithoutClock(whole.LoggedRows()), WithoutClock(run.LoggedRows()));
        Dictionary<string, byte[]> expected = whole.Files(), files = run.Files();
        Assert.Equal(expected.Keys.Order(), files.Keys.Order());
        foreach (string name in expected.Keys.Except([ModelFiles.Metrics, ModelFiles.Progress])) Assert.Equal(expected[name], files[name]);
    }

    private static TrainingProgress WithoutClock(TrainingProgress progress) => progress with { Seconds = 0, SecondsAtEvaluation = 0 };

    private static string[] WithoutClock(string[][] rows) => [.. rows.Select(row => string.Join(',', [.. row[..2], .. row[4..]]))];
}
