using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Terminal;
using Rnnctl.Text;
using Rnnctl.Training.Checkpoints;

namespace Rnnctl.Verbs.Sweep;

/// <summary>How far a run has come.</summary>
/// <param name="HasBegun">Whether there is a checkpoint, from which it can go on.</param>
/// <param name="Score">What it reached; null before its end.</param>
internal sealed record RunState(bool HasBegun, RunScore? Score)
{
    private static readonly RunState Missing = new(HasBegun: false, Score: null);

    /// <summary>Reads a run's directory. One that is damaged has begun: the run that goes on says what is wrong.</summary>
    public static RunState Of(SweepRunPlan run)
    {
        if (!ModelDirectory.HoldsModel(run.Directory)) return Missing;
        try
        {
            using ModelDirectory directory = ModelDirectory.Open(run.Directory);
            TrainingProgress progress = TrainingState.ReadProgress(directory);
            EvaluationMetric? metric = TaskMetrics.Of(directory.Configuration);
            bool isFinished = progress.Finished && progress.BestScore is not null && metric is not null;
            return new RunState(
                HasBegun: true,
                isFinished ? new RunScore(metric!.Value, ScoreText.Value(metric, progress.BestScore!.Value), progress.Seconds) : null);
        }
        catch (InputException)
        {
            return new RunState(HasBegun: true, Score: null);
        }
    }
}

/// <summary>What a run reached.</summary>
/// <param name="Metric">What is measured.</param>
/// <param name="Value">The best value on <c>--valid</c>, on the scale of <c>rnnctl eval</c>'s text.</param>
/// <param name="Seconds">The seconds that training took.</param>
internal readonly record struct RunScore(EvaluationMetric Metric, double Value, double Seconds);
