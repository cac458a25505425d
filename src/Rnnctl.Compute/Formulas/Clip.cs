using System.Runtime.CompilerServices;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Formulas;

/// <summary>The formula y ← clip(a) = max(-limit, min(limit, a)).</summary>
/// <param name="Limit">The largest magnitude that stays as it is.</param>
public readonly record struct Clip(double Limit) : IFormula
{
    /// <inheritdoc />
    public static int Arguments => 1;

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TReal Apply<TReal>(TReal y, TReal a, TReal b)
        where TReal : struct, IReal<TReal> => Of(a, TReal.Constant(Limit));

    /// <summary>clip(x). The order of the arguments keeps NaN, so that training that diverges is noticed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Of<TReal>(TReal x, TReal limit)
        where TReal : struct, IReal<TReal> => TReal.Max(-limit, TReal.Min(limit, x));

    /// <summary>The derivative, from the result y = clip(x): 1 between the limits, else 0, as of TensorFlow's <c>clip_by_value</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Slope<TReal>(TReal y, TReal limit)
        where TReal : struct, IReal<TReal> => TReal.Heaviside(limit - y) * TReal.Heaviside(limit + y);

    /// <summary>The formula of the gradient, dx ← dx + dy clip'(x), with dy as the first argument and y = clip(x) as the second.</summary>
    internal readonly record struct Gradient(double Limit) : IFormula
    {
        /// <inheritdoc />
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TReal Apply<TReal>(TReal y, TReal a, TReal b)
            where TReal : struct, IReal<TReal> => y + (a * Slope(b, TReal.Constant(Limit)));
    }
}
