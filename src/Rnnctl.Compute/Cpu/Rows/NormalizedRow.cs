using System.Numerics;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Rows;

/// <summary>Layer normalisation of one row.</summary>
internal static unsafe class NormalizedRow<T, TLanes>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    /// <summary>x̂ ← (x - μ) s with s = 1 / √(σ² + ε), which is returned. Both may be the same row.</summary>
    public static T Normalize(T* x, T* values, int count, double epsilon)
    {
        T width = T.CreateChecked(count);
        T mean = RowLoop<T, TLanes>.Sum(default(PerElement<T, Accumulate>), count, x) / width;
        T variance = RowLoop<T, TLanes>.Sum(new LayerNormFormulas.SumOfSquares<T>(mean), count, x) / width;
        T scale = T.One / T.Sqrt(variance + T.CreateTruncating(epsilon));
        RowLoop<T, TLanes>.Map(new LayerNormFormulas.Normalized<T>(mean, scale), count, values, x);
        return scale;
    }

    /// <summary>Σ d and Σ d ⊙ x̂ with d = g ⊙ dy, of which the gradient of x consists.</summary>
    public static (T Sum, T Product) GradientSums(T* gain, T* dy, T* values, int count) => (
        RowLoop<T, TLanes>.Sum(default(PerElement<T, AccumulateProduct>), count, gain, dy),
        RowLoop<T, TLanes>.Sum(default(LayerNormFormulas.SumOfProducts<T>), count, gain, dy, values));
}
