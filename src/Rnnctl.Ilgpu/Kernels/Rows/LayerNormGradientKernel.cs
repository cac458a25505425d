using ILGPU;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Rows;

/// <summary>Row by row, a group for each: dx ← dx + s (d - mean(d) - x̂ mean(d ⊙ x̂)) with d = g ⊙ dy.</summary>
/// <param name="normalized">x̂.</param>
/// <param name="scales">s, <c>[rows, 1]</c>.</param>
/// <param name="gain">g, <c>[1, columns]</c>.</param>
/// <param name="upstream">dy.</param>
/// <param name="gradient">dx.</param>
internal readonly struct LayerNormGradientKernel<TReal>(
    DeviceMatrix<TReal> normalized,
    DeviceMatrix<TReal> scales,
    DeviceMatrix<TReal> gain,
    DeviceMatrix<TReal> upstream,
    DeviceMatrix<TReal> gradient) : IGroupKernel
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <inheritdoc />
    public void Run(int piece)
    {
        ArrayView<TReal> shared = SharedMemory.Allocate<TReal>(KernelQueue.LargestGroup);
        TReal width = TReal.Constant(normalized.Columns);
        TReal sum = TReal.Constant(0), product = TReal.Constant(0);
        for (int column = Group.IdxX; column < normalized.Columns; column += Group.DimX)
        {
            TReal d = gain[0, column] * upstream[piece, column];
            sum += d;
            product += d * normalized[piece, column];
        }

        TReal mean = GroupReduction.Sum(shared, sum) / width;
        product = GroupReduction.Sum(shared, product) / width;
        for (int column = Group.IdxX; column < normalized.Columns; column += Group.DimX)
        {
            TReal d = (gain[0, column] * upstream[piece, column]) - mean - (product * normalized[piece, column]);
            gradient[piece, column] += scales[piece, 0] * d;
        }
    }
}
