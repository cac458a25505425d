using ILGPU;
using Rnnctl.Compute.Formulas;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Rows;

/// <summary>
/// For each row, with a distribution q, m the largest logit x, and Z = Σ exp(x - m):
/// <code>
/// loss = log Z - Σ q (x - m),   dx = s (exp(x - m) / Z - q)
/// </code>
/// One group per row.
/// </summary>
/// <param name="logits">x.</param>
/// <param name="targets">q.</param>
/// <param name="scale">s.</param>
/// <param name="losses">The losses.</param>
/// <param name="gradient">dx.</param>
internal readonly struct SoftCrossEntropyKernel<TReal>(
    DeviceMatrix<TReal> logits, DeviceMatrix<TReal> targets, TReal scale, DeviceMatrix<TReal> losses, DeviceMatrix<TReal> gradient) : IGroupKernel
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <inheritdoc />
    public void Run(int piece)
    {
        ArrayView<TReal> shared = SharedMemory.Allocate<TReal>(KernelQueue.LargestGroup);
        int count = logits.Columns;
        ArrayView<TReal> x = logits.Row(piece), q = targets.Row(piece), dx = gradient.Row(piece);
        TReal m = GroupReduction.Largest(shared, RowLoop.Largest(count, x));
        TReal expected = GroupReduction.Sum(shared, RowLoop.Sum(new SoftmaxFormulas.WeightedDifferences<TReal>(m), count, x, q, x));
        TReal z = GroupReduction.Sum(shared, RowLoop.MapAndSum(new SoftmaxFormulas.Exponential<TReal>(m), count, dx, x));
        if (Group.IdxX == 0) losses[piece, 0] = TReal.Log(z) - expected;
        RowLoop.Map(new Scaled<TReal>(scale / z), count, dx, dx, dx, dx);
        RowLoop.Map(new AccumulateScaled<TReal>(-scale), count, dx, q, q, q);
    }
}
