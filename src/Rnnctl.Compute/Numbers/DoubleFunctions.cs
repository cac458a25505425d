using System.Runtime.CompilerServices;

namespace Rnnctl.Compute.Numbers;

/// <summary>
/// Elementary functions of <see cref="double"/> lanes. Accuracy goes before speed here: gradients are checked in
/// <see cref="double"/>.
/// </summary>
/// <typeparam name="TLanes">The register.</typeparam>
/// <typeparam name="T"><see cref="double"/>.</typeparam>
internal static class DoubleFunctions<TLanes, T>
    where TLanes : struct, IBitLanes<TLanes, T>
    where T : unmanaged
{
    private const double Log2OfE = 1.4426950408889634;

    // ln 2 as the sum of two doubles (Cody and Waite 1980): n ln 2 is subtracted from x in two fused steps.
    private const double Ln2High = 0.6931471805599453;
    private const double Ln2Low = 2.3190468138462996e-17;

    // Adding 1.5 2^52 rounds to an integer and leaves it in the lowest bits; the 1023 is the exponent's bias.
    private const double Rounder = 6755399441055744 + 1023;

    /// <summary>exp(x), within 2 units in the last place; 0 and infinity where it leaves the range, NaN for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Exp(TLanes x)
    {
        x = Clamp(x, -746, 710);
        TLanes n = Round(x * TLanes.Constant(Log2OfE));
        TLanes r = Remainder(x, n);

        // 2^n in two factors, since n reaches beyond the exponents of normal numbers.
        TLanes half = Round(n * TLanes.Constant(0.5));
        return (TLanes.Constant(1) + ExpMinusOne(r)) * PowerOfTwo(half) * PowerOfTwo(n - half);
    }

    /// <summary>σ(x) = 1 / (1 + exp(-x)), within 3 units in the last place; NaN for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Logistic(TLanes x) => TLanes.Constant(1) / (TLanes.Constant(1) + Exp(-x));

    /// <summary>
    /// tanh(x) = E / (E + 2) with E = exp(2x) - 1, taken at |x| so that it is odd to the bit. E is built without cancellation, so
    /// small x keep their digits. Within 3 units in the last place; NaN for NaN.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Tanh(TLanes x)
    {
        // Beyond 20 the result is 1.
        TLanes doubled = TLanes.Min(TLanes.Constant(40), TLanes.Abs(x + x));
        TLanes n = Round(doubled * TLanes.Constant(Log2OfE));
        TLanes scale = PowerOfTwo(n);
        TLanes e = TLanes.MultiplyAdd(scale, ExpMinusOne(Remainder(doubled, n)), scale - TLanes.Constant(1));
        return TLanes.CopySign(e / (e + TLanes.Constant(2)), x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Round(TLanes x) => x + TLanes.Constant(Rounder) - TLanes.Constant(Rounder);

    /// <summary>2^n for integers n from -1022 to 1023.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes PowerOfTwo(TLanes n) => TLanes.ShiftIntoExponent(n + TLanes.Constant(Rounder));

    /// <summary>r = x - n ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Remainder(TLanes x, TLanes n) =>
        TLanes.MultiplyAdd(n, TLanes.Constant(-Ln2Low), TLanes.MultiplyAdd(n, TLanes.Constant(-Ln2High), x));

    /// <summary>
    /// exp(r) - 1 for |r| up to ln 2 / 2, by its Taylor series up to r^14, whose remainder lies far below the last place.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes ExpMinusOne(TLanes r)
    {
        TLanes p = TLanes.MultiplyAdd(TLanes.Constant(1.0 / 87178291200), r, TLanes.Constant(1.0 / 6227020800));
        p = TLanes.MultiplyAdd(p, r, TLanes.Constant(1.0 / 479001600));
        p = TLanes.MultiplyAdd(p, r, TLanes.Constant(1.0 / 39916800));
        p = TLanes.MultiplyAdd(p, r, TLanes.Constant(1.0 / 3628800));
        p = TLanes.MultiplyAdd(p, r, TLanes.Constant(1.0 / 362880));
        p = TLanes.MultiplyAdd(p, r, TLanes.Constant(1.0 / 40320));
        p = TLanes.MultiplyAdd(p, r, TLanes.Constant(1.0 / 5040));
        p = TLanes.MultiplyAdd(p, r, TLanes.Constant(1.0 / 720));
        p = TLanes.MultiplyAdd(p, r, TLanes.Constant(1.0 / 120));
        p = TLanes.MultiplyAdd(p, r, TLanes.Constant(1.0 / 24));
        p = TLanes.MultiplyAdd(p, r, TLanes.Constant(1.0 / 6));
        p = TLanes.MultiplyAdd(p, r, TLanes.Constant(0.5));
        return TLanes.MultiplyAdd(p * r, r, r);
    }

    // The limit stands first: where the other argument is not a number, the result is that argument.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Clamp(TLanes x, double lowest, double highest) =>
        TLanes.Min(TLanes.Constant(highest), TLanes.Max(TLanes.Constant(lowest), x));
}
