using Rnnctl.Inference.Configurations;
using Rnnctl.Training.Checkpoints;

namespace Rnnctl.Training.Tests.Tagging;

/// <summary>A run in a directory that holds another run's model.</summary>
public class OverwriteTests
{
    private static readonly TrainingConfiguration Options = new()
    {
        LearningRate = 0.02,
        Epochs = 3,
        BatchSize = 5,
        EvaluateEvery = 1,
        Patience = 99,
    };

    [Fact]
    public void Before_the_first_checkpoint_the_other_model_is_unchanged()
    {
        using var run = new ToyRun(Options);
        run.Start();
        Dictionary<string, byte[]> before = run.Files();
        RunCheckpoints.Create(run.Path).Dispose();
        Assert.Equal(before, run.Files());
    }

    [Fact]
    public void The_log_of_an_overwriting_run_has_its_own_rows_only()
    {
        using var run = new ToyRun(Options);
        run.Start();
        Assert.Equal(12, run.LoggedRows().Length);
        Assert.Throws<OperationCanceledException>(() => run.Start(interruptedAt: 2));
        Assert.Equal(["1", "2"], run.LoggedRows().Select(row => row[1]));
    }

    [Fact]
    public void A_run_interrupted_before_its_first_evaluation_leaves_the_other_model_unchanged()
    {
        using var run = new ToyRun(Options);
        run.Start();
        Dictionary<string, byte[]> before = run.Files();
        run.Options = Options with { EvaluateEvery = 6 };
        Assert.Throws<OperationCanceledException>(() => run.Start(interruptedAt: 5));
        Assert.Equal(before, run.Files());
    }

    [Fact]
    public void The_first_evaluation_replaces_the_other_model()
    {
        using var run = new ToyRun(Options);
        run.Start();
        run.Options = Options with { EvaluateEvery = 6 };
        Assert.Throws<OperationCanceledException>(() => run.Start(interruptedAt: 7));
        Assert.Equal(["6"], run.LoggedRows().Select(row => row[1]));
        run.Resume();
        Assert.Equal(["6", "12"], run.LoggedRows().Select(row => row[1]));
    }

    [Fact]
    public void In_an_empty_directory_a_run_can_be_resumed_from_before_its_first_evaluation()
    {
        using var run = new ToyRun(Options with { EvaluateEvery = 6 });
        Assert.Throws<OperationCanceledException>(() => run.Start(interruptedAt: 3));
        Assert.Empty(run.LoggedRows());
        Assert.Equal("3", run.StepInFirstEpoch());
        run.Resume();
        Assert.Equal(["6", "12"], run.LoggedRows().Select(row => row[1]));
        Assert.Null(run.StepInFirstEpoch());
    }
}
