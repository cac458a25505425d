using ILGPU;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Rows;

/// <summary>sums[i] ← Σ x² over the i-th of several equal parts of a tensor, in double precision.</summary>
/// <param name="source">The tensor.</param>
/// <param name="share">The number of elements of a part.</param>
/// <param name="sums">The sums of the parts.</param>
internal readonly struct SquaresKernel<TReal>(DeviceMatrix<TReal> source, int share, ArrayView<DoubleReal> sums) : IGroupKernel
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <inheritdoc />
    public void Run(int piece)
    {
        int end = Math.Min(source.Count, (piece + 1) * share);
        double part = 0;
        for (int index = (piece * share) + Group.IdxX; index < end; index += Group.DimX)
        {
            double x = TReal.ToDouble(source[index]);
            part += x * x;
        }

        DoubleReal total = GroupReduction.Sum(SharedMemory.Allocate<DoubleReal>(KernelQueue.LargestGroup), DoubleReal.Constant(part));
        if (Group.IdxX == 0) sums[piece] = total;
    }
}
