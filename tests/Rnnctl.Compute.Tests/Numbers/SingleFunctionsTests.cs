using static Rnnctl.Compute.Tests.Numbers.Registers;

namespace Rnnctl.Compute.Tests.Numbers;

public sealed class SingleFunctionsTests
{
    [Fact]
    public void Exp_is_within_1_and_a_quarter_units_in_the_last_place() => AssertWithin(1.25, Function.Exp, Math.Exp, -87.33f, 88.72f);

    [Fact]
    public void Log_of_a_positive_number_is_within_2_units_in_the_last_place() => AssertWithin(2, Function.Log, Math.Log, 1e-37f, 3e38f);

    [Fact]
    public void Log_has_the_same_bits_at_every_width()
    {
        float[] numbers = [.. Sweep(1e-37f, 3e38f, 100_003), 1];
        int[] expected = Bits(Map(Width.Scalar, Function.Log, numbers));
        foreach (Width width in Widths) Assert.Equal(expected, Bits(Map(width, Function.Log, numbers)));
    }

    [Fact]
    public void Tanh_is_within_4_and_a_half_units_in_the_last_place() => AssertWithin(4.5, Function.Tanh, Math.Tanh, -104, 89);

    [Fact]
    public void Logistic_is_within_2_and_a_half_units_in_the_last_place() =>
        AssertWithin(2.5, Function.Logistic, x => 1 / (1 + Math.Exp(-x)), -87.33f, 89);

    [Fact]
    public void Exp_falls_through_the_subnormal_numbers_to_zero()
    {
        float[] numbers = [.. Sweep(87.33f, 105, 101).Select(x => -x)];
        float[] results = Map(Width.Bits512, Function.Exp, numbers);

        for (int i = 0; i < numbers.Length; i++)
            Assert.InRange(results[i] - Math.Exp(numbers[i]), -float.Epsilon, float.Epsilon);
    }

    [Fact]
    public void Logistic_falls_below_the_normal_numbers_to_zero()
    {
        float[] numbers = [.. Sweep(87.33f, 105, 101).Select(x => -x)];
        float[] results = Map(Width.Bits512, Function.Logistic, numbers);

        for (int i = 0; i < numbers.Length; i++)
            Assert.InRange(results[i], 0, numbers[i] < -88.73f ? 0 : (float)(1.0001 * Math.Exp(numbers[i])));
    }

    [Fact]
    public void Tanh_never_exceeds_one_and_is_odd()
    {
        float[] numbers = [.. Sweep(7, 12, 7)];
        float[] results = Map(Width.Bits512, Function.Tanh, numbers);
        float[] mirrored = Map(Width.Bits512, Function.Tanh, [.. numbers.Select(x => -x)]);

        Assert.Equal(1, results.Max());
        Assert.Equal(results.Select(y => -y), mirrored);
    }

    [Fact]
    public void Every_width_gives_the_same_bits()
    {
        float[] specials =
        [
            0, -0f, float.Epsilon, -float.Epsilon, 1e-38f, -1e-38f, 1, -1, 9, -9, 9.02f, -9.02f, 20, -20, 88.7f, -88.7f, 89, -89, 103, -103,
            104, -104, 105, -105, 1e9f, -1e9f, float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity, float.NaN,
        ];
        float[] numbers = [.. Sweep(-104, 89, 100_003), .. specials];
        foreach (Function function in new[] { Function.Exp, Function.Tanh, Function.Logistic })
        {
            int[] expected = Bits(Map(Width.Scalar, function, numbers));
            foreach (Width width in Widths)
                Assert.Equal(expected, Bits(Map(width, function, numbers)));
        }
    }

    [Fact]
    public void NaN_stays_NaN_and_infinities_saturate()
    {
        float[] ends = [float.NegativeInfinity, float.MinValue, -200, 200, float.MaxValue, float.PositiveInfinity, float.NaN];
        const float Infinity = float.PositiveInfinity;
        foreach (Width width in Widths)
        {
            Assert.Equal([0, 0, 0, Infinity, Infinity, Infinity, float.NaN], Map(width, Function.Exp, ends));
            Assert.Equal([-1, -1, -1, 1, 1, 1, float.NaN], Map(width, Function.Tanh, ends));
            Assert.Equal([0, 0, 0, 1, 1, 1, float.NaN], Map(width, Function.Logistic, ends));
        }
    }

    private static void AssertWithin(double limit, Function function, Func<double, double> exact, float lowest, float highest)
    {
        float[] numbers = [.. Sweep(lowest, highest, 1009)];
        float[] results = Map(Width.Bits512, function, numbers);
        double worst = 0;
        float at = 0;
        for (int i = 0; i < numbers.Length; i++)
        {
            double expected = exact(numbers[i]);
            float rounded = MathF.Abs((float)expected);
            double error = Math.Abs(results[i] - expected) / (MathF.BitIncrement(rounded) - rounded);
            if (error > worst || double.IsNaN(error))
                (worst, at) = (error, numbers[i]);
        }

        Assert.True(worst <= limit, $"{function}({at:R}) is {worst:F2} units in the last place away");
    }

    /// <summary>Every <c>stride</c>-th float between two limits, by bit pattern: outwards from zero, or from the lower limit if that is positive.</summary>
    private static IEnumerable<float> Sweep(float lowest, float highest, int stride)
    {
        int last = BitConverter.SingleToInt32Bits(MathF.Max(MathF.Abs(lowest), MathF.Abs(highest)));
        int first = lowest > 0 ? BitConverter.SingleToInt32Bits(lowest) : 0;
        for (int bits = first; bits <= last; bits += stride)
        {
            float x = BitConverter.Int32BitsToSingle(bits);
            if (x <= highest)
                yield return x;
            if (-x >= lowest && -x <= highest)
                yield return -x;
        }
    }

    private static int[] Bits(float[] numbers) => [.. numbers.Select(x => float.IsNaN(x) ? -1 : BitConverter.SingleToInt32Bits(x))];
}
