using ILGPU;
using Rnnctl.Compute.Formulas;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Rows;

/// <summary>For each row, dx ← dx + p ⊙ (dp - Σ p ⊙ dp). One group per row.</summary>
internal readonly struct SoftmaxGradientKernel<TReal>(
    DeviceMatrix<TReal> probabilities, DeviceMatrix<TReal> upstream, DeviceMatrix<TReal> gradient) : IGroupKernel
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <inheritdoc />
    public void Run(int piece)
    {
        int count = gradient.Columns;
        ArrayView<TReal> p = probabilities.Row(piece), dp = upstream.Row(piece);
        TReal mean = RowLoop.Sum(default(PerElement<TReal, AccumulateProduct>), count, p, dp, dp);
        mean = GroupReduction.Sum(SharedMemory.Allocate<TReal>(KernelQueue.LargestGroup), mean);
        RowLoop.Map(new SoftmaxFormulas.Gradient<TReal>(mean), count, gradient.Row(piece), p, dp, dp);
    }
}
