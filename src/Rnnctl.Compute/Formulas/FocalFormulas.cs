using System.Runtime.CompilerServices;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Formulas;

/// <summary>
/// The focal loss (Lin et al. 2017) of a row whose right class has the probability p, from its surprisal s = -log p, and the loss's derivative by s:
/// <code>
/// t = tanh(s / 2),   u = 1 - p = 2 t / (1 + t)
/// loss = u^γ s,      d loss / ds = u^γ (1 + γ p s / u)
/// </code>
/// u comes from s, since 1 - p has no correct digit where p is near 1. There s / u goes to 1.
/// </summary>
internal static class FocalFormulas
{
    // Less than any surprisal that matters, and large enough for log u and s / u.
    private const double LeastSurprisal = 1e-30;

    /// <summary>The formula of the loss, y ← u^γ s, where a is s.</summary>
    /// <param name="Gamma">γ, at least 0.</param>
    internal readonly record struct Loss(double Gamma) : IFormula
    {
        /// <inheritdoc />
        public static int Arguments => 1;

        /// <inheritdoc />
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TReal Apply<TReal>(TReal y, TReal a, TReal b)
            where TReal : struct, IReal<TReal> => Power(Complement(AtLeast(a)), Gamma) * a;
    }

    /// <summary>The formula of the derivative by the surprisal, y ← u^γ (1 + γ p s / u), where a is s.</summary>
    /// <param name="Gamma">γ, at least 0.</param>
    internal readonly record struct Slope(double Gamma) : IFormula
    {
        /// <inheritdoc />
        public static int Arguments => 1;

        /// <inheritdoc />
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TReal Apply<TReal>(TReal y, TReal a, TReal b)
            where TReal : struct, IReal<TReal>
        {
            TReal s = AtLeast(a), one = TReal.Constant(1);
            TReal u = Complement(s);
            return Power(u, Gamma) * (one + (TReal.Constant(Gamma) * (one - u) * (s / u)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TReal AtLeast<TReal>(TReal s)
        where TReal : struct, IReal<TReal> => TReal.Max(TReal.Constant(LeastSurprisal), s);

    /// <summary>u = 1 - exp(-s).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TReal Complement<TReal>(TReal s)
        where TReal : struct, IReal<TReal>
    {
        TReal t = TReal.Tanh(TReal.Constant(0.5) * s);
        return (t + t) / (TReal.Constant(1) + t);
    }

    /// <summary>u^γ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TReal Power<TReal>(TReal u, double gamma)
        where TReal : struct, IReal<TReal> => TReal.Exp(TReal.Constant(gamma) * TReal.Log(u));
}
