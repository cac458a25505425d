using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Numbers;
using Rnnctl.Compute.Operations;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Tests.Numbers;

/// <summary>
/// The elementary functions inside a kernel. The tests of Rnnctl.Compute check the approximations themselves. On the CPU every step x y + z is rounded once; a
/// kernel may round it twice. When exp subtracts n ln 2 from x, this costs up to half a unit in the last place of x, which becomes a relative error of as many
/// units: so the bounds grow with |x|.
/// </summary>
public sealed class ElementaryFunctionTests : DeviceTest
{
    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Exp_is_within_4_units_in_the_last_place_and_one_more_for_each_unit_of_x(string device) =>
        Check(device, new WithinCheck<ExpFormula>(Math.Exp, x => 4 + Math.Abs(x), Lowest: -87, Highest: 88));

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Logistic_is_within_5_units_in_the_last_place_and_one_more_for_each_unit_of_x(string device) =>
        Check(device, new WithinCheck<LogisticFormula>(x => 1 / (1 + Math.Exp(-x)), x => 5 + Math.Abs(x), Lowest: -87, Highest: 88));

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Tanh_is_within_8_units_in_the_last_place(string device) =>
        Check(device, new WithinCheck<TanhFormula>(Math.Tanh, _ => 8, Lowest: -30, Highest: 30));

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void Sqrt_is_within_1_unit_in_the_last_place(string device) =>
        Check(device, new WithinCheck<SqrtFormula>(Math.Sqrt, _ => 1, Lowest: 0, Highest: 1e6));

    [Theory]
    [MemberData(nameof(Devices.All), MemberType = typeof(Devices))]
    public void NaN_stays_NaN_and_infinities_saturate(string device) => Check(device, default(EndsCheck));

    [Fact]
    public void Log_is_within_4_units_in_the_last_place_and_an_absolute_one_next_to_one()
    {
        foreach (double magnitude in Magnitudes(1e-30, 1e30))
        {
            float single = (float)magnitude;
            AssertLog(Math.Log(single), SingleReal.ToDouble(SingleReal.Log(SingleReal.Constant(single))), Rounding.Unit<float>());
            AssertLog(Math.Log(magnitude), DoubleReal.ToDouble(DoubleReal.Log(DoubleReal.Constant(magnitude))), Rounding.Unit<double>());
        }
    }

    /// <summary>The correction of the logarithm uses exp, which turns the error of its argument into a relative error.</summary>
    private static void AssertLog(double expected, double actual, double unit) =>
        Assert.Equal(expected, actual, unit * (4 + (4 * Math.Abs(expected))));

    private static IEnumerable<double> Magnitudes(double lowest, double highest)
    {
        for (double x = lowest; x < highest; x *= 1.01) yield return x;
    }

    private readonly record struct WithinCheck<TFormula>(Func<double, double> Exact, Func<double, double> Units, double Lowest, double Highest) : ICheck
        where TFormula : unmanaged, IFormula
    {
        public void Run<T>(Backend<T> device, Backend<T> cpu)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            double[] numbers = [.. Numbers(Lowest, Highest).Select(x => double.CreateChecked(T.CreateChecked(x)))];
            double[] results = Map<T, TFormula>(device, numbers);
            for (int i = 0; i < numbers.Length; i++)
            {
                double expected = Exact(numbers[i]), bound = Units(numbers[i]) * 2 * Rounding.Unit<T>() * Math.Abs(expected);
                if (!(Math.Abs(results[i] - expected) <= bound))
                    Assert.Fail($"{device.Name}: {typeof(TFormula).Name} of {numbers[i]:R} is {results[i]:R}, not {expected:R} within {bound:R}");
            }
        }

        /// <summary>Numbers spread evenly over the range, and numbers of every magnitude down to 1e-12.</summary>
        private static IEnumerable<double> Numbers(double lowest, double highest)
        {
            const int Count = 1500;
            for (int i = 0; i <= Count; i++) yield return lowest + ((highest - lowest) * i / Count);
            foreach (double magnitude in Magnitudes(1e-12, Math.Min(highest, 4)))
            {
                yield return magnitude;
                if (lowest < 0) yield return -magnitude;
            }
        }
    }

    private readonly struct EndsCheck : ICheck
    {
        public void Run<T>(Backend<T> device, Backend<T> cpu)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            const double Infinity = double.PositiveInfinity;
            double[] ends = [-Infinity, -1e30, -800, 800, 1e30, Infinity, double.NaN];
            Assert.Equal([0, 0, 0, Infinity, Infinity, Infinity, double.NaN], Map<T, ExpFormula>(device, ends));
            Assert.Equal([-1, -1, -1, 1, 1, 1, double.NaN], Map<T, TanhFormula>(device, ends));
            Assert.Equal([0, 0, 0, 1, 1, 1, double.NaN], Map<T, LogisticFormula>(device, ends));
        }
    }

    private static double[] Map<T, TFormula>(Backend<T> device, double[] numbers)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFormula : unmanaged, IFormula
    {
        using var workspace = new Workspace<T>(device);
        PlacedMatrix<T> x = workspace.Place(Matrices.Row(numbers)), y = workspace.Place(1, numbers.Length);
        device.Map(default(TFormula), y, x, x);
        return Matrices.RowOf(y.Read(), 0);
    }

    internal readonly struct ExpFormula : IFormula
    {
        public TReal Apply<TReal>(TReal y, TReal a, TReal b)
            where TReal : struct, IReal<TReal> => TReal.Exp(a);
    }

    internal readonly struct TanhFormula : IFormula
    {
        public TReal Apply<TReal>(TReal y, TReal a, TReal b)
            where TReal : struct, IReal<TReal> => TReal.Tanh(a);
    }

    internal readonly struct LogisticFormula : IFormula
    {
        public TReal Apply<TReal>(TReal y, TReal a, TReal b)
            where TReal : struct, IReal<TReal> => TReal.Logistic(a);
    }

    internal readonly struct SqrtFormula : IFormula
    {
        public TReal Apply<TReal>(TReal y, TReal a, TReal b)
            where TReal : struct, IReal<TReal> => TReal.Sqrt(a);
    }
}
