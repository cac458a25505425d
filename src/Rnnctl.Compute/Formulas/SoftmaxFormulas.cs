using System.Runtime.CompilerServices;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Formulas;

/// <summary>
/// The formulas of the softmax of a row, p = exp(x - m) / Σ exp(x - m), and of its gradient. m is the largest x, so that no exponential overflows.
/// </summary>
public static class SoftmaxFormulas
{
    /// <summary>y ← exp(a - m), where a is x.</summary>
    /// <param name="largest">m.</param>
    /// <typeparam name="T">The row's number.</typeparam>
    public readonly struct Exponential<T>(T largest) : IRowFormula<T>
        where T : unmanaged
    {
        /// <inheritdoc />
        public static bool ReadsTarget => false;

        /// <inheritdoc />
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TReal Apply<TReal>(TReal y, TReal a, TReal b, TReal c)
            where TReal : struct, IRowReal<TReal, T> => TReal.Exp(a - TReal.Broadcast(largest));
    }

    /// <summary>y ← y + exp(a - m), where a is x.</summary>
    /// <param name="largest">m.</param>
    /// <typeparam name="T">The row's number.</typeparam>
    public readonly struct SumOfExponentials<T>(T largest) : IRowFormula<T>
        where T : unmanaged
    {
        /// <inheritdoc />
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TReal Apply<TReal>(TReal y, TReal a, TReal b, TReal c)
            where TReal : struct, IRowReal<TReal, T> => y + TReal.Exp(a - TReal.Broadcast(largest));
    }

    /// <summary>y ← y + a - m, where a is x.</summary>
    /// <param name="largest">m.</param>
    /// <typeparam name="T">The row's number.</typeparam>
    public readonly struct SumOfDifferences<T>(T largest) : IRowFormula<T>
        where T : unmanaged
    {
        /// <inheritdoc />
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TReal Apply<TReal>(TReal y, TReal a, TReal b, TReal c)
            where TReal : struct, IRowReal<TReal, T> => y + (a - TReal.Broadcast(largest));
    }

    /// <summary>y ← y + b (a - m), where a is x and b a weight.</summary>
    /// <param name="largest">m.</param>
    /// <typeparam name="T">The row's number.</typeparam>
    public readonly struct WeightedDifferences<T>(T largest) : IRowFormula<T>
        where T : unmanaged
    {
        /// <inheritdoc />
        public static int Arguments => 2;

        /// <inheritdoc />
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TReal Apply<TReal>(TReal y, TReal a, TReal b, TReal c)
            where TReal : struct, IRowReal<TReal, T> => TReal.MultiplyAdd(b, a - TReal.Broadcast(largest), y);
    }

    /// <summary>y ← y + a (b - mean): dx from dx, p and dp.</summary>
    /// <param name="mean">Σ p ⊙ dp.</param>
    /// <typeparam name="T">The row's number.</typeparam>
    public readonly struct Gradient<T>(T mean) : IRowFormula<T>
        where T : unmanaged
    {
        /// <inheritdoc />
        public static int Arguments => 2;

        /// <inheritdoc />
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TReal Apply<TReal>(TReal y, TReal a, TReal b, TReal c)
            where TReal : struct, IRowReal<TReal, T> => TReal.MultiplyAdd(a, b - TReal.Broadcast(mean), y);
    }

    /// <summary>y ← scale · a (y - mean): the gradient of softmax(scale · s), ds from dp (y) and p (a), in place.</summary>
    /// <param name="scale">The factor of the scores s.</param>
    /// <param name="mean">Σ p ⊙ dp.</param>
    /// <typeparam name="T">The row's number.</typeparam>
    public readonly struct ScoreGradient<T>(T scale, T mean) : IRowFormula<T>
        where T : unmanaged
    {
        /// <inheritdoc />
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TReal Apply<TReal>(TReal y, TReal a, TReal b, TReal c)
            where TReal : struct, IRowReal<TReal, T> => TReal.Broadcast(scale) * a * (y - TReal.Broadcast(mean));
    }
}
