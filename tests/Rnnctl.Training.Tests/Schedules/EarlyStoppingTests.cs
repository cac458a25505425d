using Rnnctl.Training.Schedules;

namespace Rnnctl.Training.Tests.Schedules;

public sealed class EarlyStoppingTests
{
    [Fact]
    public void Training_stops_when_patience_runs_out()
    {
        double[] scores = [0.5, 0.4, 0.6, 0.6, double.NaN, 0.59];
        var stopping = new EarlyStopping(Patience: 3);
        var seen = new List<(bool Improved, bool ShouldStop)>();
        foreach (double score in scores)
        {
            stopping = stopping.Observe(score);
            seen.Add((stopping.Improved, stopping.ShouldStop));
        }

        Assert.Equal([(true, false), (false, false), (true, false), (false, false), (false, false), (false, true)], seen);
        Assert.Equal(0.6, stopping.BestScore);
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
        EarlyStopping stopping = new EarlyStopping(Patience: 1).Observe(-1e9);
        Assert.True(stopping.Improved);
        Assert.Equal(-1e9, stopping.BestScore);
    }

    [Fact]
    public void A_first_score_that_is_not_a_number_does_not_count()
    {
        EarlyStopping stopping = new EarlyStopping(Patience: 2).Observe(double.NaN);
        Assert.False(stopping.Improved);
        Assert.Null(stopping.BestScore);
        Assert.True(stopping.Observe(0).Improved);
    }
}
