using ILGPU;
using ILGPU.Algorithms;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Ilgpu.Numbers;

/// <summary>A <see cref="double"/> inside a kernel. The elementary functions use the same steps as the CPU backend.</summary>
internal readonly struct DoubleReal : IDeviceReal<DoubleReal>
{
    private readonly double _value;

    private DoubleReal(double value) => _value = value;

    public static DoubleReal operator +(DoubleReal left, DoubleReal right) => new(left._value + right._value);

    public static DoubleReal operator -(DoubleReal left, DoubleReal right) => new(left._value - right._value);

    public static DoubleReal operator *(DoubleReal left, DoubleReal right) => new(left._value * right._value);

    public static DoubleReal operator /(DoubleReal left, DoubleReal right) => new(left._value / right._value);

    public static DoubleReal operator -(DoubleReal value) => new(-value._value);

    public static DoubleReal Constant(double value) => new((double)value);

    public static DoubleReal Broadcast(DoubleReal value) => value;

    public static DoubleReal MultiplyAdd(DoubleReal x, DoubleReal y, DoubleReal z) => new((x._value * y._value) + z._value);

    public static DoubleReal Exp(DoubleReal x) => DoubleFunctions<DoubleReal>.Exp(x);

    public static DoubleReal Tanh(DoubleReal x) => DoubleFunctions<DoubleReal>.Tanh(x);

    public static DoubleReal Logistic(DoubleReal x) => DoubleFunctions<DoubleReal>.Logistic(x);

    public static DoubleReal Sqrt(DoubleReal x) => new(XMath.Sqrt(x._value));

    public static DoubleReal Min(DoubleReal x, DoubleReal y) => x._value < y._value ? x : y;

    public static DoubleReal Max(DoubleReal x, DoubleReal y) => x._value > y._value ? x : y;

    public static DoubleReal Heaviside(DoubleReal x) => x._value > 0 ? Constant(1) : Constant(0);

    public static DoubleReal ShiftIntoExponent(DoubleReal value) => new(Interop.IntAsFloat(Interop.FloatAsInt(value._value) << 52));

    public static DoubleReal CopySign(DoubleReal magnitude, DoubleReal sign) =>
        new(Interop.IntAsFloat((Interop.FloatAsInt(magnitude._value) & 0x7FFFFFFFFFFFFFFFul) | (Interop.FloatAsInt(sign._value) & ~0x7FFFFFFFFFFFFFFFul)));

    public static DoubleReal Abs(DoubleReal value) => new(Interop.IntAsFloat(Interop.FloatAsInt(value._value) & 0x7FFFFFFFFFFFFFFFul));

    /// <summary>The device's logarithm in single precision, with two corrections; each triples the number of correct digits.</summary>
    public static DoubleReal Log(DoubleReal x) => Correct(Correct(new(XMath.Log((float)x._value)), x), x);

    public static bool IsAbove(DoubleReal x, DoubleReal y) => x._value > y._value;

    public static double ToDouble(DoubleReal x) => x._value;

    /// <summary>Halley's iteration for eʸ = x: y + 2 (x - eʸ) / (x + eʸ).</summary>
    private static DoubleReal Correct(DoubleReal y, DoubleReal x)
    {
        DoubleReal e = Exp(y);
        return y + (Constant(2) * (x - e) / (x + e));
    }
}
