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

    /// <summary>exp(x).</summary>
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

    /// <summary>σ(x) = 1 / (1 + exp(-x)).</summary>
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

    /// <summary>tanh(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Tanh(TLanes x)
    {
        TLanes two = TLanes.Constant(2);
        return MultiplyMinusOne(two, Logistic(x + x));
    }

    private static TLanes MultiplyMinusOne(TLanes x, TLanes y) => TLanes.MultiplyAdd(x, y, TLanes.Constant(-1));

    /// <summary>r = x - n ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Remainder(TLanes x, TLanes n) =>
        TLanes.MultiplyAdd(n, TLanes.Constant(-Ln2Low), TLanes.MultiplyAdd(n, TLanes.Constant(-Ln2High), x));

    /// <summary>(exp(r) - 1) / r for |r| up to ln 2 / 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Slope(TLanes r)
    {
        TLanes p = TLanes.MultiplyAdd(r, TLanes.Constant(1.0 / 720), TLanes.Constant(1.0 / 120));
        p = TLanes.MultiplyAdd(p, r, TLanes.Constant(1.0 / 24));
        p = TLanes.MultiplyAdd(p, r, TLanes.Constant(1.0 / 6));
        p = TLanes.MultiplyAdd(p, r, TLanes.Constant(0.5));
        return TLanes.MultiplyAdd(p, r, TLanes.Constant(1));
    }

    // The limit stands first: where the other argument is not a number, the result is that argument.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Clamp(TLanes x, double lowest, double highest) =>
        TLanes.Min(TLanes.Constant(highest), TLanes.Max(TLanes.Constant(lowest), x));
}
