using System.Runtime.CompilerServices;

namespace Rnnctl.Compute.Numbers;

/// <summary>Elementary functions in single precision.</summary>
/// <typeparam name="TReal">The number.</typeparam>
public static class SingleFunctions<TReal>
    where TReal : struct, IBitReal<TReal>
{
    private const double Log2OfE = 1.4426950408889634;

    // ln 2 as the sum of two floats (Cody and Waite 1980): n ln 2 is subtracted from x in two fused steps.
    private const double Ln2High = 0.6931471824645996;
    private const double Ln2Low = -1.904654299957768e-09;

    // Adding 1.5 2^23 rounds to an integer and leaves it in the lowest bits; the 127 is the exponent's bias.
    private const double Rounder = 12582912 + 127;

    private const double TanhIsOne = 9.02;

    /// <summary>exp(x), within 1.25 units in the last place; 0 or infinity outside the range, NaN for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Exp(TReal x)
    {
        x = Clamp(x, -104, 89);
        TReal n = TReal.MultiplyAdd(x, TReal.Constant(Log2OfE), TReal.Constant(Rounder)) - TReal.Constant(Rounder);
        TReal r = Remainder(x, n);

        // 2^n as two factors, because n exceeds the exponents of normal numbers.
        TReal half = TReal.MultiplyAdd(n, TReal.Constant(0.5), TReal.Constant(Rounder));
        TReal rest = n - (half - TReal.Constant(Rounder)) + TReal.Constant(Rounder);
        return TReal.MultiplyAdd(r, Slope(r), TReal.Constant(1)) * TReal.ShiftIntoExponent(half) * TReal.ShiftIntoExponent(rest);
    }

    /// <summary>σ(x) = 1 / (1 + exp(-x)), within 2.5 units in the last place for normal results; 0 for x ≤ -88.4; NaN for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Logistic(TReal x)
    {
        x = Clamp(-x, -87, 89);
        TReal shifted = TReal.MultiplyAdd(x, TReal.Constant(Log2OfE), TReal.Constant(Rounder));
        TReal r = Remainder(x, shifted - TReal.Constant(Rounder));

        // One factor is enough: for n = 128, 2^n is infinite and the result is 0, as it should be. 2^n multiplies last: an infinite sum of terms would be NaN
        // where r is negative.
        TReal exponential = TReal.MultiplyAdd(r, Slope(r), TReal.Constant(1)) * TReal.ShiftIntoExponent(shifted);
        return TReal.Constant(1) / (TReal.Constant(1) + exponential);
    }

    /// <summary>
    /// tanh(x) as P(x) / Q(x), P odd and Q even: a rational minimax approximation of the relative error, up to the x where tanh rounds to 1. The coefficients
    /// were then searched among neighbouring floats for the smallest error after rounding. Within 4.5 units in the last place, never beyond ±1, exactly odd;
    /// NaN for NaN.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Tanh(TReal x)
    {
        x = Clamp(x, -TanhIsOne, TanhIsOne);
        TReal s = x * x;

        TReal p = TReal.MultiplyAdd(s, TReal.Constant(1.33155735e-08), TReal.Constant(2.05809483e-05));
        p = TReal.MultiplyAdd(p, s, TReal.Constant(0.00349388365));
        p = TReal.MultiplyAdd(p, s, TReal.Constant(0.133795917));
        p = TReal.MultiplyAdd(p, x * s, x);

        TReal q = TReal.MultiplyAdd(s, TReal.Constant(7.76058414e-07), TReal.Constant(0.00032828431));
        q = TReal.MultiplyAdd(q, s, TReal.Constant(0.025870502));
        q = TReal.MultiplyAdd(q, s, TReal.Constant(0.467129081));
        q = TReal.MultiplyAdd(q, s, TReal.Constant(1));

        // Near saturation rounding can make the quotient larger than 1.
        return Clamp(p / q, -1, 1);
    }

    /// <summary>r = x - n ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TReal Remainder(TReal x, TReal n) =>
        TReal.MultiplyAdd(n, TReal.Constant(-Ln2Low), TReal.MultiplyAdd(n, TReal.Constant(-Ln2High), x));

    /// <summary>(exp(r) - 1) / r for |r| up to ln 2 / 2, a minimax approximation of the relative error of exp(r).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TReal Slope(TReal r)
    {
        TReal p = TReal.MultiplyAdd(r, TReal.Constant(0.0013843707866248518), TReal.Constant(0.008374203338731616));
        p = TReal.MultiplyAdd(p, r, TReal.Constant(0.04166800323051332));
        p = TReal.MultiplyAdd(p, r, TReal.Constant(0.16666430677694133));
        p = TReal.MultiplyAdd(p, r, TReal.Constant(0.4999999419581056));
        return TReal.MultiplyAdd(p, r, TReal.Constant(1));
    }

    // The limit is the first argument: if the other one is NaN, the result is NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TReal Clamp(TReal x, double lowest, double highest) =>
        TReal.Min(TReal.Constant(highest), TReal.Max(TReal.Constant(lowest), x));
}
