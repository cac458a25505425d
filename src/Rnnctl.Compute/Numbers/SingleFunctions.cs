using System.Runtime.CompilerServices;

namespace Rnnctl.Compute.Numbers;

/// <summary>Elementary functions of <see cref="float"/> lanes.</summary>
/// <typeparam name="TLanes">The register.</typeparam>
/// <typeparam name="T"><see cref="float"/>.</typeparam>
internal static class SingleFunctions<TLanes, T>
    where TLanes : struct, IBitLanes<TLanes, T>
    where T : unmanaged
{
    private const double Log2OfE = 1.4426950408889634;

    // ln 2 as the sum of two floats (Cody and Waite 1980): n ln 2 is subtracted from x in two fused steps.
    private const double Ln2High = 0.6931471824645996;
    private const double Ln2Low = -1.904654299957768e-09;

    // Adding 1.5 2^23 rounds to an integer and leaves it in the lowest bits; the 127 is the exponent's bias.
    private const double Rounder = 12582912 + 127;

    private const double TanhIsOne = 9.02;

    /// <summary>exp(x), within 1.25 units in the last place; 0 and infinity where it leaves the range, NaN for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Exp(TLanes x)
    {
        x = Clamp(x, -104, 89);
        TLanes n = TLanes.MultiplyAdd(x, TLanes.Constant(Log2OfE), TLanes.Constant(Rounder)) - TLanes.Constant(Rounder);
        TLanes r = Remainder(x, n);

        // 2^n in two factors, since n reaches beyond the exponents of normal numbers.
        TLanes half = TLanes.MultiplyAdd(n, TLanes.Constant(0.5), TLanes.Constant(Rounder));
        TLanes rest = n - (half - TLanes.Constant(Rounder)) + TLanes.Constant(Rounder);
        return TLanes.MultiplyAdd(r, Slope(r), TLanes.Constant(1)) * TLanes.ShiftIntoExponent(half) * TLanes.ShiftIntoExponent(rest);
    }

    /// <summary>
    /// σ(x) = 1 / (1 + exp(-x)), within 2.5 units in the last place where it is a normal number, 0 from x = -88.4 down; NaN for NaN.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Logistic(TLanes x)
    {
        x = Clamp(-x, -87, 89);
        TLanes shifted = TLanes.MultiplyAdd(x, TLanes.Constant(Log2OfE), TLanes.Constant(Rounder));
        TLanes r = Remainder(x, shifted - TLanes.Constant(Rounder));

        // One factor is enough: n = 128 gives an infinite 2^n, whose logistic is the 0 it should be.
        TLanes scale = TLanes.ShiftIntoExponent(shifted);
        TLanes exponential = TLanes.MultiplyAdd(scale * r, Slope(r), scale);
        return TLanes.Constant(1) / (TLanes.Constant(1) + exponential);
    }

    /// <summary>
    /// tanh(x) as P(x) / Q(x), P odd and Q even: a rational minimax approximation of the relative error up to the point where tanh
    /// rounds to 1. The coefficients were then searched among neighbouring floats for the least error after rounding. Within 4.5
    /// units in the last place, never beyond ±1, odd to the bit; NaN for NaN.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Tanh(TLanes x)
    {
        x = Clamp(x, -TanhIsOne, TanhIsOne);
        TLanes s = x * x;

        TLanes p = TLanes.MultiplyAdd(s, TLanes.Constant(1.33155735e-08), TLanes.Constant(2.05809483e-05));
        p = TLanes.MultiplyAdd(p, s, TLanes.Constant(0.00349388365));
        p = TLanes.MultiplyAdd(p, s, TLanes.Constant(0.133795917));
        p = TLanes.MultiplyAdd(p, x * s, x);

        TLanes q = TLanes.MultiplyAdd(s, TLanes.Constant(7.76058414e-07), TLanes.Constant(0.00032828431));
        q = TLanes.MultiplyAdd(q, s, TLanes.Constant(0.025870502));
        q = TLanes.MultiplyAdd(q, s, TLanes.Constant(0.467129081));
        q = TLanes.MultiplyAdd(q, s, TLanes.Constant(1));

        // Next to saturation the rounding can push the quotient over 1.
        return Clamp(p / q, -1, 1);
    }

    /// <summary>r = x - n ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Remainder(TLanes x, TLanes n) =>
        TLanes.MultiplyAdd(n, TLanes.Constant(-Ln2Low), TLanes.MultiplyAdd(n, TLanes.Constant(-Ln2High), x));

    /// <summary>(exp(r) - 1) / r for |r| up to ln 2 / 2, a minimax approximation of the relative error of exp(r).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Slope(TLanes r)
    {
        TLanes p = TLanes.MultiplyAdd(r, TLanes.Constant(0.0013843707866248518), TLanes.Constant(0.008374203338731616));
        p = TLanes.MultiplyAdd(p, r, TLanes.Constant(0.04166800323051332));
        p = TLanes.MultiplyAdd(p, r, TLanes.Constant(0.16666430677694133));
        p = TLanes.MultiplyAdd(p, r, TLanes.Constant(0.4999999419581056));
        return TLanes.MultiplyAdd(p, r, TLanes.Constant(1));
    }

    // The limit stands first: where the other argument is not a number, the result is that argument.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Clamp(TLanes x, double lowest, double highest) =>
        TLanes.Min(TLanes.Constant(highest), TLanes.Max(TLanes.Constant(lowest), x));
}
