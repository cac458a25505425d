using System.Runtime.CompilerServices;

namespace Rnnctl.Compute.Numbers;

/// <summary>Elementary functions in double precision. They favour accuracy over speed, because gradients are checked in <see cref="double"/>.</summary>
/// <typeparam name="TReal">The number.</typeparam>
public static class DoubleFunctions<TReal>
    where TReal : struct, IBitReal<TReal>
{
    private const double Log2OfE = 1.4426950408889634;

    // ln 2 as the sum of two doubles (Cody and Waite 1980): n ln 2 is subtracted from x in two fused steps.
    private const double Ln2High = 0.6931471805599453;
    private const double Ln2Low = 2.3190468138462996e-17;

    // Adding 1.5 2^52 rounds to an integer and leaves it in the lowest bits; the 1023 is the exponent's bias.
    private const double Rounder = 6755399441055744 + 1023;

    /// <summary>exp(x), within 2 units in the last place; 0 or infinity outside the range, NaN for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Exp(TReal x)
    {
        x = Clamp(x, -746, 710);
        TReal n = Round(x * TReal.Constant(Log2OfE));
        TReal r = Remainder(x, n);

        // 2^n as two factors, because n exceeds the exponents of normal numbers.
        TReal half = Round(n * TReal.Constant(0.5));
        return (TReal.Constant(1) + ExpMinusOne(r)) * PowerOfTwo(half) * PowerOfTwo(n - half);
    }

    /// <summary>σ(x) = 1 / (1 + exp(-x)), within 3 units in the last place; NaN for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Logistic(TReal x) => TReal.Constant(1) / (TReal.Constant(1) + Exp(-x));

    /// <summary>
    /// tanh(x) = E / (E + 2) with E = exp(2x) - 1, computed from |x| so that the function is exactly odd. E is computed without cancellation, so that small x
    /// keep their digits. Within 3 units in the last place; NaN for NaN.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Tanh(TReal x)
    {
        // Beyond 20 the result is 1.
        TReal doubled = TReal.Min(TReal.Constant(40), TReal.Abs(x + x));
        TReal n = Round(doubled * TReal.Constant(Log2OfE));
        TReal scale = PowerOfTwo(n);
        TReal e = TReal.MultiplyAdd(scale, ExpMinusOne(Remainder(doubled, n)), scale - TReal.Constant(1));
        return TReal.CopySign(e / (e + TReal.Constant(2)), x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TReal Round(TReal x) => x + TReal.Constant(Rounder) - TReal.Constant(Rounder);

    /// <summary>2^n for integers n from -1022 to 1023.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TReal PowerOfTwo(TReal n) => TReal.ShiftIntoExponent(n + TReal.Constant(Rounder));

    /// <summary>r = x - n ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TReal Remainder(TReal x, TReal n) =>
        TReal.MultiplyAdd(n, TReal.Constant(-Ln2Low), TReal.MultiplyAdd(n, TReal.Constant(-Ln2High), x));

    /// <summary>exp(r) - 1 for |r| up to ln 2 / 2, from its Taylor series up to r^14; the remainder is far below the last place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TReal ExpMinusOne(TReal r)
    {
        TReal p = TReal.MultiplyAdd(TReal.Constant(1.0 / 87178291200), r, TReal.Constant(1.0 / 6227020800));
        p = TReal.MultiplyAdd(p, r, TReal.Constant(1.0 / 479001600));
        p = TReal.MultiplyAdd(p, r, TReal.Constant(1.0 / 39916800));
        p = TReal.MultiplyAdd(p, r, TReal.Constant(1.0 / 3628800));
        p = TReal.MultiplyAdd(p, r, TReal.Constant(1.0 / 362880));
        p = TReal.MultiplyAdd(p, r, TReal.Constant(1.0 / 40320));
        p = TReal.MultiplyAdd(p, r, TReal.Constant(1.0 / 5040));
        p = TReal.MultiplyAdd(p, r, TReal.Constant(1.0 / 720));
        p = TReal.MultiplyAdd(p, r, TReal.Constant(1.0 / 120));
        p = TReal.MultiplyAdd(p, r, TReal.Constant(1.0 / 24));
        p = TReal.MultiplyAdd(p, r, TReal.Constant(1.0 / 6));
        p = TReal.MultiplyAdd(p, r, TReal.Constant(0.5));
        return TReal.MultiplyAdd(p * r, r, r);
    }

    // The limit is the first argument: if the other one is NaN, the result is NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TReal Clamp(TReal x, double lowest, double highest) =>
        TReal.Min(TReal.Constant(highest), TReal.Max(TReal.Constant(lowest), x));
}
