using ILGPU;
using ILGPU.Algorithms;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Ilgpu.Numbers;

/// <summary>A <see cref="float"/> inside a kernel. The elementary functions use the same steps as the CPU backend.</summary>
internal readonly struct SingleReal : IDeviceReal<SingleReal>
{
    private readonly float _value;

    private SingleReal(float value) => _value = value;

    public static SingleReal operator +(SingleReal left, SingleReal right) => new(left._value + right._value);

    public static SingleReal operator -(SingleReal left, SingleReal right) => new(left._value - right._value);

    public static SingleReal operator *(SingleReal left, SingleReal right) => new(left._value * right._value);

    public static SingleReal operator /(SingleReal left, SingleReal right) => new(left._value / right._value);

    public static SingleReal operator -(SingleReal value) => new(-value._value);

    public static SingleReal Constant(double value) => new((float)value);

    public static SingleReal Broadcast(SingleReal value) => value;

    public static SingleReal MultiplyAdd(SingleReal x, SingleReal y, SingleReal z) => new((x._value * y._value) + z._value);

    public static SingleReal Exp(SingleReal x) => SingleFunctions<SingleReal>.Exp(x);

    public static SingleReal Tanh(SingleReal x) => SingleFunctions<SingleReal>.Tanh(x);

    public static SingleReal Logistic(SingleReal x) => SingleFunctions<SingleReal>.Logistic(x);

    public static SingleReal Sqrt(SingleReal x) => new(XMath.Sqrt(x._value));

    public static SingleReal Min(SingleReal x, SingleReal y) => x._value < y._value ? x : y;

    public static SingleReal Max(SingleReal x, SingleReal y) => x._value > y._value ? x : y;

    public static SingleReal Heaviside(SingleReal x) => x._value > 0 ? Constant(1) : Constant(0);

    public static SingleReal ShiftIntoExponent(SingleReal value) => new(Interop.IntAsFloat(Interop.FloatAsInt(value._value) << 23));

    public static SingleReal CopySign(SingleReal magnitude, SingleReal sign) =>
        new(Interop.IntAsFloat((Interop.FloatAsInt(magnitude._value) & 0x7FFFFFFFu) | (Interop.FloatAsInt(sign._value) & ~0x7FFFFFFFu)));

    public static SingleReal Abs(SingleReal value) => new(Interop.IntAsFloat(Interop.FloatAsInt(value._value) & 0x7FFFFFFFu));

    public static SingleReal Log(SingleReal x) => new(XMath.Log(x._value));

    public static bool IsAbove(SingleReal x, SingleReal y) => x._value > y._value;

    public static double ToDouble(SingleReal x) => x._value;
}
