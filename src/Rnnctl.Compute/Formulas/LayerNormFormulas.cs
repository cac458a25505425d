using System.Runtime.CompilerServices;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Formulas;

/// <summary>The formulas of layer normalisation of a row, x̂ = (x - μ) / √(σ² + ε) and y = g ⊙ x̂ + b, and of its gradient with d = g ⊙ dy.</summary>
public static class LayerNormFormulas
{
    /// <summary>ε of every layer normalisation, as in PyTorch.</summary>
    public const double Epsilon = 1e-5;

    /// <summary>y ← y + (a - μ)², where a is x.</summary>
    /// <param name="mean">μ.</param>
    /// <typeparam name="T">The row's number.</typeparam>
    public readonly struct SumOfSquares<T>(T mean) : IRowFormula<T>
        where T : unmanaged
    {
        /// <inheritdoc />
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TReal Apply<TReal>(TReal y, TReal a, TReal b, TReal c)
            where TReal : struct, IRowReal<TReal, T> => TReal.MultiplyAdd(a - TReal.Broadcast(mean), a - TReal.Broadcast(mean), y);
    }

    /// <summary>y ← (a - μ) s, where a is x.</summary>
    /// <param name="mean">μ.</param>
    /// <param name="scale">s = 1 / √(σ² + ε).</param>
    /// <typeparam name="T">The row's number.</typeparam>
    public readonly struct Normalized<T>(T mean, T scale) : IRowFormula<T>
        where T : unmanaged
    {
        /// <inheritdoc />
        public static bool ReadsTarget => false;

        /// <inheritdoc />
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TReal Apply<TReal>(TReal y, TReal a, TReal b, TReal c)
            where TReal : struct, IRowReal<TReal, T> => (a - TReal.Broadcast(mean)) * TReal.Broadcast(scale);
    }

    /// <summary>y ← a b + c, where a is x̂, b is g and c is b.</summary>
    /// <typeparam name="T">The row's number.</typeparam>
    public readonly struct GainAndBias<T> : IRowFormula<T>
        where T : unmanaged
    {
        /// <inheritdoc />
        public static bool ReadsTarget => false;

        /// <inheritdoc />
        public static int Arguments => 3;

        /// <inheritdoc />
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TReal Apply<TReal>(TReal y, TReal a, TReal b, TReal c)
            where TReal : struct, IRowReal<TReal, T> => TReal.MultiplyAdd(a, b, c);
    }

    /// <summary>y ← y + a b c: Σ d ⊙ x̂ from g, dy and x̂.</summary>
    /// <typeparam name="T">The row's number.</typeparam>
    public readonly struct SumOfProducts<T> : IRowFormula<T>
        where T : unmanaged
    {
        /// <inheritdoc />
        public static int Arguments => 3;

        /// <inheritdoc />
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TReal Apply<TReal>(TReal y, TReal a, TReal b, TReal c)
            where TReal : struct, IRowReal<TReal, T> => TReal.MultiplyAdd(a * b, c, y);
    }

    /// <summary>y ← y + s (a b - mean - product c): dx from dx, g, dy and x̂.</summary>
    /// <param name="scale">s = 1 / √(σ² + ε).</param>
    /// <param name="mean">The mean of d.</param>
    /// <param name="product">The mean of d ⊙ x̂.</param>
    /// <typeparam name="T">The row's number.</typeparam>
    public readonly struct Gradient<T>(T scale, T mean, T product) : IRowFormula<T>
        where T : unmanaged
    {
        /// <inheritdoc />
        public static int Arguments => 3;

        /// <inheritdoc />
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TReal Apply<TReal>(TReal y, TReal a, TReal b, TReal c)
            where TReal : struct, IRowReal<TReal, T> =>
            TReal.MultiplyAdd(TReal.Broadcast(scale), (a * b) - TReal.Broadcast(mean) - (TReal.Broadcast(product) * c), y);
    }
}
