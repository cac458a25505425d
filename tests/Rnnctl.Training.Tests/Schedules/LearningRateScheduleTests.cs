using Rnnctl.Inference.Configurations;
using Rnnctl.Training.Schedules;

namespace Rnnctl.Training.Tests.Schedules;

public sealed class LearningRateScheduleTests
{
    [Theory]
    [InlineData(ScheduleKind.Constant, 0, 123456, 0, 0, 0.1)]
    [InlineData(ScheduleKind.Constant, 0, 0, 7, 3, 0.1)]
    [InlineData(ScheduleKind.Step, 0, 0, 4, 0, 0.1)]
    [InlineData(ScheduleKind.Step, 0, 0, 5, 0, 0.05)]
    [InlineData(ScheduleKind.Step, 0, 0, 9, 0, 0.05)]
    [InlineData(ScheduleKind.Step, 0, 0, 10, 0, 0.025)]
    [InlineData(ScheduleKind.Plateau, 0, 0, 0, 0, 0.1)]
    [InlineData(ScheduleKind.Plateau, 0, 0, 0, 1, 0.05)]
    [InlineData(ScheduleKind.Plateau, 0, 0, 0, 3, 0.0125)]
    [InlineData(ScheduleKind.Cosine, 0, 0, 0, 0, 0.1)]
    [InlineData(ScheduleKind.Cosine, 0, 300, 0, 0, 0.075)]
    [InlineData(ScheduleKind.Cosine, 0, 450, 0, 0, 0.05)]
    [InlineData(ScheduleKind.Cosine, 0, 600, 0, 0, 0.025)]
    [InlineData(ScheduleKind.Cosine, 0, 900, 0, 0, 0)]
    [InlineData(ScheduleKind.Cosine, 0, 1000, 0, 0, 0)]
    [InlineData(ScheduleKind.Cosine, 300, 600, 0, 0, 0.05)]
    [InlineData(ScheduleKind.Cosine, 300, 299, 0, 0, 0.1)]
    [InlineData(ScheduleKind.InverseSqrt, 0, 0, 0, 0, 0.1)]
    [InlineData(ScheduleKind.InverseSqrt, 0, 3, 0, 0, 0.05)]
    [InlineData(ScheduleKind.InverseSqrt, 100, 99, 0, 0, 0.1)]
    [InlineData(ScheduleKind.InverseSqrt, 100, 399, 0, 0, 0.05)]
    [InlineData(ScheduleKind.InverseSqrt, 100, 2499, 0, 0, 0.02)]
    public void The_rate_agrees_with_numbers_worked_by_hand(ScheduleKind kind, long warmup, long step, int epoch, int reductions, double expected) =>
        Assert.Equal(expected, new LearningRateSchedule(kind, 0.1, warmup).Rate(step, totalSteps: 900, epoch, reductions), 1e-15);

    [Theory]
    [InlineData(ScheduleKind.Constant)]
    [InlineData(ScheduleKind.Step)]
    [InlineData(ScheduleKind.Plateau)]
    [InlineData(ScheduleKind.Cosine)]
    [InlineData(ScheduleKind.InverseSqrt)]
    public void Warm_up_rises_in_equal_parts_to_the_peak(ScheduleKind kind)
    {
        var schedule = new LearningRateSchedule(kind, 2, WarmupSteps: 4);
        Assert.Equal([0.5, 1, 1.5, 2], Enumerable.Range(0, 4).Select(step => schedule.Rate(step, 100, 0, 0)));
    }

    [Theory]
    [InlineData(ScheduleKind.Cosine)]
    [InlineData(ScheduleKind.InverseSqrt)]
    public void After_the_warm_up_the_rate_falls_and_stays_positive(ScheduleKind kind)
    {
        var schedule = new LearningRateSchedule(kind, 1, WarmupSteps: 10);
        double[] rates = [.. Enumerable.Range(10, 90).Select(step => schedule.Rate(step, 100, 0, 0))];
        Assert.All(rates.Zip(rates.Skip(1)), pair => Assert.True(pair.First > pair.Second && pair.Second > 0));
    }

    [Fact]
    public void A_warm_up_longer_than_the_run_only_rises() =>
        Assert.Equal(0.1, new LearningRateSchedule(ScheduleKind.Cosine, 1, WarmupSteps: 1000).Rate(99, 100, 0, 0), 1e-15);
}
