using ILGPU;
using Rnnctl.Compute.Formulas;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Rows;

/// <summary>For each row, x̂ ← (x - μ) / √(σ² + ε), y ← g ⊙ x̂ + b. One group per row.</summary>
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
        int count = source.Columns;
        ArrayView<TReal> x = source.Row(piece), values = normalized.Row(piece);
        LayerNormFormulas.Normalized<TReal> formula = NormalizedRow.Of(x, count, epsilon, shared, out TReal scale);
        if (Group.IdxX == 0) scales[piece, 0] = scale;
        RowLoop.Map(formula, count, values, x, x, x);
        RowLoop.Map(default(LayerNormFormulas.GainAndBias<TReal>), count, target.Row(piece), values, gain.Row(0), bias.Row(0));
    }
}
