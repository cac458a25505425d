using ILGPU;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Rows;

/// <summary>The softmax of each row, and losses[i] ← -log probabilities[i, ids[i]]; 0 if the id is negative. One group per row.</summary>
internal readonly struct CrossEntropyKernel<TReal>(
    DeviceMatrix<TReal> logits, ArrayView<int> ids, DeviceMatrix<TReal> probabilities, DeviceMatrix<TReal> losses) : IGroupKernel
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <inheritdoc />
    public void Run(int piece)
    {
        int id = ids[piece];
        TReal right = logits[piece, id < 0 ? 0 : id];
        TReal logarithm = SoftmaxRow.Apply(piece, logits, probabilities, SharedMemory.Allocate<TReal>(KernelQueue.LargestGroup));
        if (Group.IdxX == 0) losses[piece, 0] = id < 0 ? TReal.Constant(0) : logarithm - right;
    }
}
