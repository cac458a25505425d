using System.Globalization;
using Rnnctl.Plots;

namespace Rnnctl.Tests.Plots;

public class AxisRangeTests
{
    [Theory]
    [InlineData(0, 1, "0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(63, 378, "0 100 200 300 400")]
    [InlineData(-1, 1, "-1.0 -0.5 0 0.5 1.0")]
    [InlineData(0, 20_000, "0 5,000 10,000 15,000 20,000")]
    [InlineData(0.001, 0.001, "0.0004 0.0006 0.0008 0.0010 0.0012 0.0014 0.0016")]
    [InlineData(0, 3e7, "0 5×10⁶ 1×10⁷ 1.5×10⁷ 2×10⁷ 2.5×10⁷ 3×10⁷")]
    [InlineData(0, 1e-6, "0 2×10⁻⁷ 4×10⁻⁷ 6×10⁻⁷ 8×10⁻⁷ 1×10⁻⁶")]
    [InlineData(7, 7, "2 4 6 8 10 12")]
    [InlineData(0, 0, "-1.0 -0.5 0 0.5 1.0")]
    public void Linear_axis_has_round_ticks(double low, double high, string labels) => Assert.Equal(labels, Labels(AxisScale.Linear, low, high));

    [Theory]
    [InlineData(1e-5, 2e4, "10⁻⁵ 10⁻³ 10⁻¹ 10 10³ 10⁵")]
    [InlineData(0.02, 0.7, "0.02 0.05 0.1 0.2 0.5 1")]
    [InlineData(1, 1, "1 2")]
    [InlineData(3e-300, 2e250, "10⁻³⁰⁰ 10⁻²²¹ 10⁻¹⁴² 10⁻⁶³ 10¹⁶ 10⁹⁵ 10¹⁷⁴ 10²⁵³")]
    [InlineData(0.5, 2000, "10⁻¹ 1 10 10² 10³ 10⁴")]
    public void Logarithmic_axis_has_powers_of_ten(double low, double high, string labels) =>
        Assert.Equal(labels, Labels(AxisScale.Logarithmic, low, high));

    [Fact]
    public void Every_range_contains_its_numbers_and_has_ascending_ticks_with_different_labels()
    {
        var random = new Random(41);
        for (int trial = 0; trial < 2000; trial++)
        {
            AxisScale scale = trial % 2 == 0 ? AxisScale.Linear : AxisScale.Logarithmic;
            double[] values = [Draw(random, scale), Draw(random, scale)];
            AxisRange range = AxisRange.Of(scale, values);
            string about = $"{values[0]:R} {values[1]:R}: {string.Join(' ', range.Ticks.Select(tick => tick.Label))}";
            Assert.True(values.All(value => range.Fraction(value) is > -1e-9 and < 1 + 1e-9), about);
            Assert.True(range.Ticks.Count is >= 2 and <= 10, about);
            Assert.True(range.Ticks.Zip(range.Ticks.Skip(1)).All(pair => pair.First.Value < pair.Second.Value), about);
            Assert.True(range.Ticks.Select(tick => tick.Label).Distinct().Count() == range.Ticks.Count, about);
            Assert.True(Math.Abs(range.Fraction(range.Ticks[0].Value)) < 1e-9 && Math.Abs(range.Fraction(range.Ticks[^1].Value) - 1) < 1e-9, about);
        }
    }

    [Fact]
    public void Range_without_numbers_has_ticks()
    {
        Assert.True(AxisRange.Of(AxisScale.Linear, []).Ticks.Count >= 2);
        Assert.True(AxisRange.Of(AxisScale.Logarithmic, [0, -1, double.NaN]).Ticks.Count >= 2);
    }

    [Fact]
    public void Axis_is_logarithmic_if_the_largest_positive_number_is_a_hundred_times_the_smallest()
    {
        Assert.Equal(AxisScale.Logarithmic, Axis.Fitting("", [0.01, 1]).Scale);
        Assert.Equal(AxisScale.Linear, Axis.Fitting("", [0.011, 1]).Scale);
        Assert.Equal(AxisScale.Linear, Axis.Fitting("", [0, 1000]).Scale);
        Assert.Equal(AxisScale.Linear, Axis.Fitting("", [double.NaN]).Scale);
    }

    private static double Draw(Random random, AxisScale scale)
    {
        double size = Math.Pow(10, (random.NextDouble() * 24) - 12);
        return scale == AxisScale.Linear && random.Next(2) == 0 ? -size : size;
    }

    private static string Labels(AxisScale scale, double low, double high)
    {
        AxisRange range = AxisRange.Of(scale, [low, high]);
        Assert.All(range.Ticks, tick => Assert.False(string.IsNullOrEmpty(tick.Label), tick.Value.ToString(CultureInfo.InvariantCulture)));
        return string.Join(' ', range.Ticks.Select(tick => tick.Label));
    }
}
