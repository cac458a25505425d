using Rnnctl.Training.Schedules;

namespace Rnnctl.Training.Tests.Schedules;

public sealed class EarlyStoppingTests
{
    private const double NoFloor = double.NegativeInfinity;

    [Fact]
    public void Training_stops_when_patience_runs_out()
    {
        double[] scores = [0.5, 0.4, 0.6, 0.6, double.NaN, 0.59];
        (bool Improved, bool ShouldStop)[] seen = Observed(patience: 3, NoFloor, [.. scores.Select(score => (score, (double?)1.5))], out EarlyStopping last);
        Assert.Equal([(true, false), (false, false), (true, false), (false, false), (false, false), (false, true)], seen);
        Assert.Equal(0.6, last.BestScore);
    }

    [Fact]
    public void Equal_scores_are_decided_by_the_loss()
    {
        (double Score, double? Loss)[] evaluations = [(0.6, 0.9), (0.6, 0.8), (0.6, 0.8), (0.6, 0.85), (0.5, 0.7), (0.6, 0.75), (0.7, 2)];
        (bool Improved, bool ShouldStop)[] seen = Observed(patience: 9, NoFloor, evaluations, out EarlyStopping last);
        Assert.Equal([true, true, false, false, false, true, true], seen.Select(one => one.Improved));
        Assert.Equal((0.7, 2, 0.7, 0), (last.BestScore, last.BestLoss, last.LowestLoss, last.WithoutImprovement));
    }

    /// <summary>What 100 sentences of ATIS gave epoch by epoch: random labels, then none, then the first spans.</summary>
    [Fact]
    public void Patience_waits_while_the_score_lies_at_its_floor_and_the_loss_falls()
    {
        (double Score, double? Loss)[] evaluations =
        [
            (0.0155, 3.8636), (0.0012, 3.6109), (0, 3.0821), (0, 2.2660), (0, 1.9213), (0, 1.8476), (0.0813, 1.7983), (0.1249, 1.7643), (0.1234, 1.7027),
        ];
        (bool Improved, bool ShouldStop)[] seen = Observed(patience: 1, floor: 0.2, evaluations, out EarlyStopping last);
        Assert.DoesNotContain(seen, one => one.ShouldStop);
        Assert.Equal([true, false, false, false, false, false, true, true, false], seen.Select(one => one.Improved));
        Assert.Equal((0.1249, 0), (last.BestScore, last.WithoutImprovement));
    }

    [Fact]
    public void Patience_runs_at_the_floor_where_the_loss_does_not_fall()
    {
        (double Score, double? Loss)[] evaluations = [(0, 2), (0, 2), (0, 2.5), (0, double.NaN)];
        Assert.Equal([false, false, false, true], Observed(patience: 3, floor: 0, evaluations, out _).Select(one => one.ShouldStop));
    }

    [Fact]
    public void Patience_runs_above_the_floor_where_the_loss_still_falls()
    {
        (double Score, double? Loss)[] evaluations = [(0.5, 2), (0.3, 1.5), (0.4, 1)];
        Assert.Equal([false, false, true], Observed(patience: 2, floor: 0.2, evaluations, out _).Select(one => one.ShouldStop));
    }

    [Fact]
    public void Any_loss_is_below_one_that_an_older_run_did_not_tell()
    {
        EarlyStopping stopping = new EarlyStopping(Patience: 2) { BestScore = 0, WithoutImprovement = 1 }.Observe(0, loss: 3, floor: 0);
        Assert.Equal((true, 3, 3, 0), (stopping.Improved, stopping.BestLoss, stopping.LowestLoss, stopping.WithoutImprovement));
    }

    [Fact]
    public void Before_the_first_score_nothing_has_improved_or_stopped()
    {
        var stopping = new EarlyStopping(Patience: 1);
        Assert.False(stopping.Improved);
        Assert.False(stopping.ShouldStop);
    }

    [Fact]
    public void The_first_score_is_the_best_even_where_it_is_low()
    {
        EarlyStopping stopping = new EarlyStopping(Patience: 1).Observe(-1e9, loss: null, NoFloor);
        Assert.True(stopping.Improved);
        Assert.Equal(-1e9, stopping.BestScore);
    }

    [Fact]
    public void A_first_score_that_is_not_a_number_does_not_count()
    {
        EarlyStopping stopping = new EarlyStopping(Patience: 2).Observe(double.NaN, loss: 1, floor: 0);
        Assert.False(stopping.Improved);
        Assert.Null(stopping.BestScore);
        Assert.True(stopping.Observe(0, loss: double.PositiveInfinity, floor: 0).Improved);
    }

    private static (bool Improved, bool ShouldStop)[] Observed(
        int patience, double floor, (double Score, double? Loss)[] evaluations, out EarlyStopping last)
    {
        var stopping = new EarlyStopping(patience);
        var seen = new List<(bool Improved, bool ShouldStop)>();
        foreach ((double score, double? loss) in evaluations)
        {
            stopping = stopping.Observe(score, loss, floor);
            seen.Add((stopping.Improved, stopping.ShouldStop));
        }

        last = stopping;
        return [.. seen];
    }
}
