using System.Numerics;
using System.Runtime.CompilerServices;

namespace Rnnctl.Compute.Numbers;

/// <summary>One real number as a register of one lane: for the last elements of a row, and for machines without vectors.</summary>
/// <remarks>The elementary functions use the same steps as the vectors, so that an element's bits do not depend on its position in a row.</remarks>
/// <typeparam name="T">The element: <see cref="float"/> or <see cref="double"/>.</typeparam>
public readonly unsafe struct ScalarLanes<T> : ILanes<ScalarLanes<T>, T>, IBitReal<ScalarLanes<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ScalarLanes(T value) => _value = value;

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1;
    }

    /// <inheritdoc/>
    public static ScalarLanes<T> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(T.Zero);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes<T> Broadcast(T value) => new(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes<T> Constant(double value) => new(T.CreateTruncating(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes<T> Load(T* source) => new(*source);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ScalarLanes<T> lanes, T* target) => *target = lanes._value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(ScalarLanes<T> lanes) => lanes._value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Largest(ScalarLanes<T> lanes) => lanes._value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyAbove(ScalarLanes<T> x, ScalarLanes<T> y) => x._value > y._value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes<T> operator +(ScalarLanes<T> left, ScalarLanes<T> right) => new(left._value + right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes<T> operator -(ScalarLanes<T> left, ScalarLanes<T> right) => new(left._value - right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes<T> operator *(ScalarLanes<T> left, ScalarLanes<T> right) => new(left._value * right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes<T> operator /(ScalarLanes<T> left, ScalarLanes<T> right) => new(left._value / right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes<T> operator -(ScalarLanes<T> value) => new(-value._value);

    /// <inheritdoc/>
    public static void AddProduct(ScalarLanes<T> x, ScalarLanes<T> y, ref ScalarLanes<T> sum) => sum = MultiplyAdd(x, y, sum);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes<T> MultiplyAdd(ScalarLanes<T> x, ScalarLanes<T> y, ScalarLanes<T> z) =>
        new(T.FusedMultiplyAdd(x._value, y._value, z._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes<T> Exp(ScalarLanes<T> x) => ElementaryFunctions.Exp<ScalarLanes<T>, T>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes<T> Log(ScalarLanes<T> x) => new(Lanes128<T>.Largest(Lanes128<T>.Log(Lanes128<T>.Broadcast(x._value))));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes<T> Tanh(ScalarLanes<T> x) => ElementaryFunctions.Tanh<ScalarLanes<T>, T>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes<T> Logistic(ScalarLanes<T> x) => ElementaryFunctions.Logistic<ScalarLanes<T>, T>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes<T> Sqrt(ScalarLanes<T> x) => new(T.Sqrt(x._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes<T> Min(ScalarLanes<T> x, ScalarLanes<T> y) => x._value < y._value ? x : y;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes<T> Max(ScalarLanes<T> x, ScalarLanes<T> y) => x._value > y._value ? x : y;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes<T> Heaviside(ScalarLanes<T> x) => new(x._value > T.Zero ? T.One : T.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ScalarLanes<T> IBitReal<ScalarLanes<T>>.ShiftIntoExponent(ScalarLanes<T> value) => typeof(T) == typeof(float)
        ? new(Unsafe.BitCast<int, T>(Unsafe.BitCast<T, int>(value._value) << 23))
        : new(Unsafe.BitCast<long, T>(Unsafe.BitCast<T, long>(value._value) << 52));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ScalarLanes<T> IBitReal<ScalarLanes<T>>.CopySign(ScalarLanes<T> magnitude, ScalarLanes<T> sign) =>
        new(T.CopySign(magnitude._value, sign._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ScalarLanes<T> IBitReal<ScalarLanes<T>>.Abs(ScalarLanes<T> value) => new(T.Abs(value._value));
}
