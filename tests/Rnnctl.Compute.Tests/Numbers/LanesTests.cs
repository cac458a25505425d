using System.Numerics;
using Rnnctl.Compute.Numbers;
using static Rnnctl.Compute.Tests.Numbers.Registers;

namespace Rnnctl.Compute.Tests.Numbers;

public sealed class LanesTests
{
    [Fact]
    public void Arithmetic_goes_lane_by_lane_in_single_precision() => ArithmeticGoesLaneByLane<float>();

    [Fact]
    public void Arithmetic_goes_lane_by_lane_in_double_precision() => ArithmeticGoesLaneByLane<double>();

    [Fact]
    public void The_number_of_lanes_follows_from_the_width()
    {
        Assert.Equal((16, 8), (Lanes512<float>.Count, Lanes512<double>.Count));
        Assert.Equal((8, 4), (Lanes256<float>.Count, Lanes256<double>.Count));
        Assert.Equal((4, 2), (Lanes128<float>.Count, Lanes128<double>.Count));
        Assert.Equal((1, 1), (ScalarLanes<float>.Count, ScalarLanes<double>.Count));
    }

    [Fact]
    public void Square_root_step_and_negation_go_lane_by_lane()
    {
        float[] numbers = [0, 1, 2, 0.25f, 1e30f, float.Epsilon, 7, 9];
        float[] signs = [-1, 0, 2, -0f, float.Epsilon, -float.Epsilon, float.NaN, float.PositiveInfinity];
        foreach (Width width in Widths)
        {
            Assert.Equal(numbers.Select(MathF.Sqrt), Map(width, Function.Sqrt, numbers));
            Assert.Equal([0, 0, 1, 0, 1, 0, 0, 1], Map(width, Function.Heaviside, signs));
            Assert.Equal(numbers.Select(x => -x), Map(width, Function.Negate, numbers));
        }
    }

    private static void ArithmeticGoesLaneByLane<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        AssertArithmetic<Lanes512<T>, T>();
        AssertArithmetic<Lanes256<T>, T>();
        AssertArithmetic<Lanes128<T>, T>();
        AssertArithmetic<ScalarLanes<T>, T>();
    }

    private static unsafe void AssertArithmetic<TLanes, T>()
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(21);
        T[] a = Draw<T>(random, TLanes.Count), b = Draw<T>(random, TLanes.Count), c = Draw<T>(random, TLanes.Count);
        fixed (T* p = a, q = b, r = c)
        {
            TLanes x = TLanes.Load(p), y = TLanes.Load(q), z = TLanes.Load(r);

            Assert.Equal(a.Zip(b, (s, t) => s + t), Elements<TLanes, T>(x + y));
            Assert.Equal(a.Zip(b, (s, t) => s - t), Elements<TLanes, T>(x - y));
            Assert.Equal(a.Zip(b, (s, t) => s * t), Elements<TLanes, T>(x * y));
            Assert.Equal(a.Zip(b, (s, t) => s / t), Elements<TLanes, T>(x / y));
            Assert.Equal(a.Zip(b, T.Min), Elements<TLanes, T>(TLanes.Min(x, y)));
            Assert.Equal(a.Zip(b, T.Max), Elements<TLanes, T>(TLanes.Max(x, y)));
            Assert.Equal(
                a.Zip(b, c).Select(t => T.FusedMultiplyAdd(t.First, t.Second, t.Third)),
                Elements<TLanes, T>(TLanes.MultiplyAdd(x, y, z)));
            Assert.Equal(a.Max(), TLanes.Largest(x));
            Assert.InRange(double.CreateChecked(TLanes.Sum(x)) - a.Sum(t => double.CreateChecked(t)), -1e-5, 1e-5);
        }

        Assert.All(Elements<TLanes, T>(TLanes.Zero), t => Assert.Equal(T.Zero, t));
        Assert.All(Elements<TLanes, T>(TLanes.Broadcast(a[0])), t => Assert.Equal(a[0], t));
        Assert.All(Elements<TLanes, T>(TLanes.Constant(0.1)), t => Assert.Equal(T.CreateChecked(0.1), t));
    }

    private static T[] Draw<T>(Random random, int count)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        [.. Enumerable.Range(0, count).Select(_ => T.CreateChecked((random.NextDouble() * 4) - 3))];

    private static unsafe T[] Elements<TLanes, T>(TLanes lanes)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged
    {
        var elements = new T[TLanes.Count];
        fixed (T* target = elements)
            TLanes.Store(lanes, target);
        return elements;
    }
}
