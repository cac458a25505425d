using ILGPU;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Rows;

/// <summary>Row by row, a group for each: x̂ ← (x - μ) / √(σ² + ε), y ← g ⊙ x̂ + b.</summary>
/// <param name="source">x.</param>
/// <param name="gain">g, <c>[1, columns]</c>.</param>
/// <param name="bias">b, <c>[1, columns]</c>.</param>
/// <param name="epsilon">ε.</param>
/// <param name="normalized">x̂.</param>
/// <param name="scales">1 / √(σ² + ε), <c>[rows, 1]</c>.</param>
/// <param name="target">y.</param>
internal readonly struct LayerNormKernel<TReal>(
    DeviceMatrix<TReal> source,
    DeviceMatrix<TReal> gain,
    DeviceMatrix<TReal> bias,
    TReal epsilon,
    DeviceMatrix<TReal> normalized,
    DeviceMatrix<TReal> scales,
    DeviceMatrix<TReal> target) : IGroupKernel
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <inheritdoc />
    public void Run(int piece)
    {
        ArrayView<TReal> shared = SharedMemory.Allocate<TReal>(KernelQueue.LargestGroup);
        TReal width = TReal.Constant(source.Columns);
        TReal sum = TReal.Constant(0);
        for (int column = Group.IdxX; column < source.Columns; column += Group.DimX) sum += source[piece, column];
        TReal mean = GroupReduction.Sum(shared, sum) / width;

        TReal squares = TReal.Constant(0);
        for (int column = Group.IdxX; column < source.Columns; column += Group.DimX)
        {
            TReal difference = source[piece, column] - mean;
            squares += difference * difference;
        }

        TReal variance = GroupReduction.Sum(shared, squares) / width;
        TReal scale = TReal.Constant(1) / TReal.Sqrt(variance + epsilon);
        if (Group.IdxX == 0) scales[piece, 0] = scale;
        for (int column = Group.IdxX; column < source.Columns; column += Group.DimX)
        {
            TReal value = (source[piece, column] - mean) * scale;
            normalized[piece, column] = value;
            target[piece, column] = (gain[0, column] * value) + bias[0, column];
        }
    }
}
