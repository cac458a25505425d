using ILGPU;
using Rnnctl.Compute.Formulas;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Rows;

/// <summary>
/// The softmax of one row, computed by a group of threads: p = exp(x - m) / Σ exp(x - m). m is the largest x, so that no exponential overflows.
/// </summary>
internal static class SoftmaxRow
{
    /// <summary>Writes p and returns log Σ exp(x); the loss -log p[i] is that minus x[i], without the rounding of p. x and p may be the same.</summary>
    /// <param name="row">The row.</param>
    /// <param name="x">The logits.</param>
    /// <param name="p">The probabilities.</param>
    /// <param name="shared">Shared memory, one number per thread.</param>
    public static TReal Apply<TReal>(int row, DeviceMatrix<TReal> x, DeviceMatrix<TReal> p, ArrayView<TReal> shared)
        where TReal : unmanaged, IDeviceReal<TReal>
    {
        int count = x.Columns;
        ArrayView<TReal> logits = x.Row(row), target = p.Row(row);
        TReal m = GroupReduction.Largest(shared, RowLoop.Largest(count, logits));
        TReal sum = GroupReduction.Sum(shared, RowLoop.MapAndSum(new SoftmaxFormulas.Exponential<TReal>(m), count, target, logits));
        RowLoop.Map(new Scaled<TReal>(TReal.Constant(1) / sum), count, target, target, target, target);
        return m + TReal.Log(sum);
    }
}
