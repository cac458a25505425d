using ILGPU;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Rows;

/// <summary>Row by row, a group for each: gradient ← gradient + y ⊙ (dy - Σ dy ⊙ y).</summary>
internal readonly struct SoftmaxGradientKernel<TReal>(
    DeviceMatrix<TReal> probabilities, DeviceMatrix<TReal> upstream, DeviceMatrix<TReal> gradient) : IGroupKernel
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <inheritdoc />
    public void Run(int piece)
    {
        TReal mean = TReal.Constant(0);
        for (int column = Group.IdxX; column < gradient.Columns; column += Group.DimX)
            mean += upstream[piece, column] * probabilities[piece, column];
        mean = GroupReduction.Sum(SharedMemory.Allocate<TReal>(KernelQueue.LargestGroup), mean);
        for (int column = Group.IdxX; column < gradient.Columns; column += Group.DimX)
            gradient[piece, column] += probabilities[piece, column] * (upstream[piece, column] - mean);
    }
}
