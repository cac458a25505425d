using ILGPU;
using Rnnctl.Compute.Formulas;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Rows;

/// <summary>For each row, dx ← dx + s (d - mean(d) - x̂ mean(d ⊙ x̂)) with d = g ⊙ dy. One group per row.</summary>
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
        int count = normalized.Columns;
        ArrayView<TReal> values = normalized.Row(piece), g = gain.Row(0), dy = upstream.Row(piece);
        TReal width = TReal.Constant(count);
        TReal sum = GroupReduction.Sum(shared, RowLoop.Sum(default(PerElement<TReal, AccumulateProduct>), count, g, dy, dy));
        TReal product = GroupReduction.Sum(shared, RowLoop.Sum(default(LayerNormFormulas.SumOfProducts<TReal>), count, g, dy, values));
        var formula = new LayerNormFormulas.Gradient<TReal>(scales[piece, 0], sum / width, product / width);
        RowLoop.Map(formula, count, gradient.Row(piece), g, dy, values);
    }
}
