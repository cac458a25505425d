using ILGPU;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Rows;

/// <summary>The scalar <c>[1, 1]</c> ← scale Σ x, computed by one group.</summary>
internal readonly struct SumKernel<TReal>(DeviceMatrix<TReal> source, TReal scale, DeviceMatrix<TReal> target) : IGroupKernel
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <inheritdoc />
    public void Run(int piece)
    {
        TReal part = TReal.Constant(0);
        for (int index = Group.IdxX; index < source.Count; index += Group.DimX) part += source[index];
        TReal total = GroupReduction.Sum(SharedMemory.Allocate<TReal>(KernelQueue.LargestGroup), part);
        if (Group.IdxX == 0) target[0, 0] = scale * total;
    }
}
