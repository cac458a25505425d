using System.Numerics;
using static Rnnctl.Compute.Tests.Numbers.Registers;

namespace Rnnctl.Compute.Tests.Numbers;

public sealed class DoubleFunctionsTests
{
    [Fact]
    public void The_oracle_agrees_with_published_digits()
    {
        // e (OEIS A001113), tanh 1 (A073744) and e / (1 + e), with more digits than a double has.
        Assert.InRange(FixedPoint.Error(2.7182818284590452, FixedPoint.Exp(1)), 0, 0.5);
        Assert.InRange(FixedPoint.Error(0.76159415595576488812, FixedPoint.Tanh(1)), 0, 0.5);
        Assert.InRange(FixedPoint.Error(0.73105857863000487925, FixedPoint.Logistic(1)), 0, 0.5);
    }

    [Fact]
    public void Exp_is_within_2_units_in_the_last_place() => AssertWithin(2, Function.Exp, FixedPoint.Exp, -708, 709.7);

    [Fact]
    public void Log_is_within_2_units_in_the_last_place_of_the_runtimes_own_at_every_width()
    {
        double[] numbers = [.. Enumerable.Range(-300, 601).Select(exponent => Math.Pow(10, exponent) * (1 + (0.001 * exponent))), 1, 0.999, 1.001];
        double[] expected = Map(Width.Scalar, Function.Log, numbers);
        foreach (Width width in Widths) Assert.Equal(expected, Map(width, Function.Log, numbers));
        Assert.All(numbers.Zip(expected), pair => Assert.Equal(Math.Log(pair.First), pair.Second, 5e-16 * Math.Abs(pair.Second)));
    }

    [Fact]
    public void Tanh_is_within_3_units_in_the_last_place() => AssertWithin(3, Function.Tanh, FixedPoint.Tanh, -25, 25);

    [Fact]
    public void Logistic_is_within_3_units_in_the_last_place() => AssertWithin(3, Function.Logistic, FixedPoint.Logistic, -708, 40);

    [Fact]
    public void Tanh_of_a_tiny_number_is_that_number()
    {
        double[] numbers = [0, double.Epsilon, -1e-310, 1e-300, -1e-100, 1e-20, -1e-9];
        double[] results = Map(Width.Bits512, Function.Tanh, numbers);

        Assert.All(numbers.Zip(results), pair => Assert.InRange(FixedPoint.Error(pair.Second, FixedPoint.From(pair.First)), 0, 2));
    }

    [Fact]
    public void Every_width_gives_the_same_bits()
    {
        double[] numbers = [.. Numbers(-708, 709.7, 3000), 0, -0.0, double.Epsilon, -745, -746, 710, double.MaxValue, double.MinValue];
        foreach (Function function in new[] { Function.Exp, Function.Tanh, Function.Logistic })
        {
            long[] expected = Bits(Map(Width.Scalar, function, numbers));
            foreach (Width width in Widths)
                Assert.Equal(expected, Bits(Map(width, function, numbers)));
        }
    }

    [Fact]
    public void NaN_stays_NaN_and_infinities_saturate()
    {
        double[] ends = [double.NegativeInfinity, double.MinValue, -800, 800, double.MaxValue, double.PositiveInfinity, double.NaN];
        const double Infinity = double.PositiveInfinity;
        foreach (Width width in Widths)
        {
            Assert.Equal([0, 0, 0, Infinity, Infinity, Infinity, double.NaN], Map(width, Function.Exp, ends));
            Assert.Equal([-1, -1, -1, 1, 1, 1, double.NaN], Map(width, Function.Tanh, ends));
            Assert.Equal([0, 0, 0, 1, 1, 1, double.NaN], Map(width, Function.Logistic, ends));
        }
    }

    private static void AssertWithin(double limit, Function function, Func<double, BigInteger> exact, double lowest, double highest)
    {
        double[] numbers = Numbers(lowest, highest, 3000);
        double[] results = Map(Width.Bits512, function, numbers);
        (double error, double at) = numbers.Zip(results, (x, y) => (FixedPoint.Error(y, exact(x)), x)).Max();

        Assert.True(error <= limit, $"{function}({at:R}) is {error:F2} units in the last place away");
    }

    /// <summary>One third over the whole range, one third around zero, one third of every magnitude down to 1e-12.</summary>
    private static double[] Numbers(double lowest, double highest, int count)
    {
        var random = new Random(11);
        return [.. Enumerable.Range(0, count).Select(i => (i % 3) switch
        {
            0 => lowest + ((highest - lowest) * random.NextDouble()),
            1 => (random.NextDouble() * 4) - 2,
            _ => Math.Pow(10, (random.NextDouble() * 13) - 12) * (random.Next(2) == 0 ? 1 : -1),
        })];
    }

    private static long[] Bits(double[] numbers) => [.. numbers.Select(BitConverter.DoubleToInt64Bits)];
}
