using ILGPU;
using Rnnctl.Compute.Formulas;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Rows;

/// <summary>Layer normalisation of one row, computed by a group of threads.</summary>
internal static class NormalizedRow
{
    /// <summary>The formula x̂ = (x - μ) s of a row, with s = 1 / √(σ² + ε).</summary>
    /// <param name="x">The row.</param>
    /// <param name="count">Its columns.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="shared">Shared memory, one number per thread.</param>
    /// <param name="scale">s.</param>
    public static LayerNormFormulas.Normalized<TReal> Of<TReal>(
        ArrayView<TReal> x, int count, TReal epsilon, ArrayView<TReal> shared, out TReal scale)
        where TReal : unmanaged, IDeviceReal<TReal>
    {
        TReal width = TReal.Constant(count);
        TReal mean = GroupReduction.Sum(shared, RowLoop.Sum(default(PerElement<TReal, Accumulate>), count, x, x, x)) / width;
        TReal variance = GroupReduction.Sum(shared, RowLoop.Sum(new LayerNormFormulas.SumOfSquares<TReal>(mean), count, x, x, x)) / width;
        scale = TReal.Constant(1) / TReal.Sqrt(variance + epsilon);
        return new LayerNormFormulas.Normalized<TReal>(mean, scale);
    }
}
