using ILGPU;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Rows;

/// <summary>For each row, target ← exp(x) / Σ exp(x). One group per row.</summary>
internal readonly struct SoftmaxKernel<TReal>(DeviceMatrix<TReal> source, DeviceMatrix<TReal> target) : IGroupKernel
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <inheritdoc />
    public void Run(int piece) => SoftmaxRow.Apply(piece, source, target, SharedMemory.Allocate<TReal>(KernelQueue.LargestGroup));
}
