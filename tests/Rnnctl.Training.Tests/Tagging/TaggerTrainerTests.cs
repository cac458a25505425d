using System.Globalization;
using Rnnctl.Inference.Configurations;
using Rnnctl.Training.Checkpoints;
using Rnnctl.Training.Logging;
using Rnnctl.Training.Loop;

namespace Rnnctl.Training.Tests.Tagging;

public class TaggerTrainerTests
{
    // Too small to change a score: every evaluation after the first is without improvement.
    private const double Standstill = 1e-12;

    [Fact]
    public void Training_stops_when_patience_has_run_out()
    {
        using var run = new ToyRun(new TrainingConfiguration { LearningRate = Standstill, Epochs = 20, BatchSize = 5, Patience = 3 });
        TrainingProgress end = run.Start();
        Assert.Equal([true, false, false, false], run.Evaluations.Select(evaluation => evaluation.Improved));
        Assert.Equal((4, 4, 16L), (end.Epoch, end.Evaluations, end.Step));
        Assert.Equal((1, 4L, 3), (end.BestEvaluation, end.BestStep, end.WithoutImprovement));
        Assert.True(end.Finished);
        Assert.Equal(80, run.StepsOfTheWholeRun);
        Assert.Equal(end, run.Progress());
    }

    [Fact]
    public void Training_ends_with_its_epochs()
    {
        using var run = new ToyRun(new TrainingConfiguration { LearningRate = Standstill, Epochs = 2, BatchSize = 5, Patience = 3 });
        TrainingProgress end = run.Start();
        Assert.Equal((2, 2, 8L), (end.Epoch, end.Evaluations, end.Step));
        Assert.True(end.Finished);
    }

    [Fact]
    public void The_model_of_the_best_evaluation_is_kept()
    {
        using var run = new ToyRun(new TrainingConfiguration { LearningRate = 0.02, Epochs = 60, BatchSize = 5, Patience = 4 });
        TrainingProgress end = run.Start();
        double[] scores = [.. run.Evaluations.Select(evaluation => evaluation.Row.Score!.Value)];
        int best = Enumerable.Range(0, scores.Length).OrderByDescending(at => scores[at]).ThenBy(at => run.Evaluations[at].Row.ValidLoss).First();
        Assert.InRange(best, 1, scores.Length - 2);
        Assert.Equal((best + 1, scores[best]), (end.BestEvaluation, end.BestScore));
        Assert.Equal(run.Evaluations[best].Row.Step, end.BestStep);
        Assert.Equal(run.Evaluations[best].Weights, run.StoredWeights());
        Assert.NotEqual(run.Evaluations[^1].Weights, run.StoredWeights());
    }

    [Fact]
    public void Without_a_validation_corpus_the_last_model_is_kept()
    {
        var options = new TrainingConfiguration { LearningRate = 0.02, Epochs = 3, BatchSize = 5, Patience = 1 };
        using var run = new ToyRun(options) { Valid = null };
        TrainingProgress end = run.Start();
        Assert.Equal((3, 3, 12L), (end.Epoch, end.BestEvaluation, end.BestStep));
        Assert.Null(end.BestScore);
        Assert.Equal(run.Evaluations[2].Weights, run.StoredWeights());
        Assert.NotEqual(run.Evaluations[1].Weights, run.StoredWeights());
        Assert.All(run.LoggedRows(), row => Assert.All(row[7..], field => Assert.Equal("", field)));
    }

    [Fact]
    public void Every_evaluation_is_a_row_of_the_metrics()
    {
        using var run = new ToyRun(new TrainingConfiguration { LearningRate = 0.02, Epochs = 4, BatchSize = 5 });
        run.Start();
        string[][] rows = run.LoggedRows();
        Assert.Equal(["1,4", "2,8", "3,12", "4,16"], rows.Select(row => $"{row[0]},{row[1]}"));
        for (int i = 0; i < rows.Length; i++)
        {
            MetricsRow expected = run.Evaluations[i].Row;
            double?[] numbers = [.. rows[i][2..^1].Select(field => field.Length == 0 ? null : (double?)double.Parse(field, CultureInfo.InvariantCulture))];
            Assert.Equal(
                [
                    expected.Seconds, expected.TokensPerSecond, expected.LearningRate, expected.GradientNorm, expected.TrainLoss,
                    expected.ValidLoss, expected.Accuracy, expected.Precision, expected.Recall, expected.F1, expected.Score, expected.Bleu,
                    expected.Chrf,
                ],
                numbers);
            Assert.Equal(expected.F1, expected.Score);
            Assert.Equal("f1", rows[i][^1]);
        }
    }

    [Fact]
    public void Each_epoch_shuffles_the_same_tokens_into_other_batches()
    {
        var options = new TrainingConfiguration { LearningRate = Standstill, Epochs = 2, BatchSize = 5 };
        using var run = new ToyRun(options) { Dropout = 0 };
        run.Start();
        double[] first = [.. run.Losses[..4]], second = [.. run.Losses[4..]];
        Assert.Equal(4, second.Length);
        Assert.NotEqual(first.Order(), second.Order());
        Assert.Equal(run.Evaluations[0].Row.TrainLoss, run.Evaluations[1].Row.TrainLoss, 1e-6);

        using var again = new ToyRun(options) { Dropout = 0 };
        again.Start();
        Assert.Equal(run.Losses, again.Losses);
    }

    [Fact]
    public void The_train_loss_is_the_mean_per_token_since_the_last_evaluation()
    {
        // A batch holds all sentences, so that a step's loss is the mean over all tokens.
        using var run = new ToyRun(new TrainingConfiguration { LearningRate = 0.02, Epochs = 4, BatchSize = 100, EvaluateEvery = 2 });
        run.Start();
        Assert.Equal([2L, 4], run.Evaluations.Select(evaluation => evaluation.Row.Step));
        Assert.Equal((run.Losses[0] + run.Losses[1]) / 2, run.Evaluations[0].Row.TrainLoss, 1e-12);
        Assert.Equal((run.Losses[2] + run.Losses[3]) / 2, run.Evaluations[1].Row.TrainLoss, 1e-12);
    }

    [Fact]
    public void Evaluations_come_at_their_interval_and_at_the_end()
    {
        using var run = new ToyRun(new TrainingConfiguration { LearningRate = 0.02, Epochs = 2, BatchSize = 5, EvaluateEvery = 3 });
        run.Start();
        Assert.Equal([(1, 3L), (2, 6L), (2, 8L)], run.Evaluations.Select(evaluation => (evaluation.Row.Epoch, evaluation.Row.Step)));
    }

    [Fact]
    public void The_plateau_schedule_halves_the_rate_at_each_evaluation_without_a_better_score()
    {
        using var run = new ToyRun(new TrainingConfiguration
        {
            LearningRate = Standstill,
            Schedule = ScheduleKind.Plateau,
            Epochs = 20,
            BatchSize = 5,
            Patience = 4,
        });
        TrainingProgress end = run.Start();
        double[] rates = [.. run.Evaluations.Select(evaluation => evaluation.Row.LearningRate)];
        Assert.Equal([1, 1, 0.5, 0.25, 0.125], rates.Select(rate => Math.Round(rate / Standstill, 9)));
        Assert.Equal(4, end.PlateauReductions);
    }

    [Fact]
    public void The_learning_rate_reaches_the_optimiser()
    {
        double one = DistanceOfAStep(rate: 0.01), three = DistanceOfAStep(rate: 0.03);
        Assert.True(one > 0);
        Assert.Equal(3, three / one, 1e-3);
    }

    [Fact]
    public void A_diverging_run_names_the_step_and_leaves_the_last_checkpoint()
    {
        var options = new TrainingConfiguration
        {
            Optimizer = OptimizerKind.Sgd,
            LearningRate = 0.1,
            ClipNorm = null,
            Epochs = 9,
            BatchSize = 5,
            EvaluateEvery = 100,
        };
        using var run = new ToyRun(options);
        Assert.Throws<OperationCanceledException>(() => run.Start(interruptedAt: 5));
        Dictionary<string, byte[]> before = run.Files();
        run.Options = options with { LearningRate = 3e38 };
        var failure = Assert.Throws<DivergenceException>(() => run.Resume());

        // How many steps the numbers last is a matter of rounding.
        int step = run.Losses.Count + 1;
        Assert.InRange(step, 6, 12);
        Assert.StartsWith($"at step {step} (epoch {((step - 1) / 4) + 1}) the loss is ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("an --lr below 3E+38", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, run.Files());
    }

    [Fact]
    public void Infinite_weights_are_not_saved()
    {
        var options = new TrainingConfiguration { Optimizer = OptimizerKind.Sgd, LearningRate = 0.1, Epochs = 2, BatchSize = 5, EvaluateEvery = 1 };
        using var run = new ToyRun(options);
        Assert.Throws<OperationCanceledException>(() => run.Start(interruptedAt: 2));
        Dictionary<string, byte[]> before = run.Files();
        run.Options = options with { LearningRate = 1e300 };
        var failure = Assert.Throws<DivergenceException>(() => run.Resume());
        Assert.StartsWith("at step 3 (epoch 1) a weight is no longer a finite number", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, run.Files());
    }

    [Fact]
    public void A_run_of_one_step_that_diverges_names_epoch_1()
    {
        using var run = new ToyRun(new TrainingConfiguration { Optimizer = OptimizerKind.Sgd, LearningRate = 1e300, Epochs = 1, BatchSize = 1000 });
        var failure = Assert.Throws<DivergenceException>(() => run.Start());
        Assert.StartsWith("at step 1 (epoch 1) a weight is no longer a finite number", failure.Message, StringComparison.Ordinal);
    }

    private static double DistanceOfAStep(double rate)
    {
        var options = new TrainingConfiguration { Optimizer = OptimizerKind.Sgd, LearningRate = rate, Epochs = 1, BatchSize = 100 };
        using var standing = new ToyRun(options with { LearningRate = Standstill });
        using var run = new ToyRun(options);
        standing.Start();
        run.Start();
        return Distance(standing.StoredWeights(), run.StoredWeights());
    }

    private static double Distance(float[] x, float[] y) => Math.Sqrt(x.Zip(y, (one, other) => Math.Pow((double)one - other, 2)).Sum());
}
