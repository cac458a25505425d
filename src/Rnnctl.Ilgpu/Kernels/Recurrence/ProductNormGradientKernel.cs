using ILGPU;
using Rnnctl.Compute.Formulas;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Recurrence;

/// <summary>The gradient of a normalised recurrent product x of each row, dx = s (d - mean(d) - x̂ mean(d ⊙ x̂)) with d = g ⊙ dy. One group per row.</summary>
/// <param name="values">x̂, <c>[B, columns]</c>.</param>
/// <param name="scales">s, <c>[B, 1]</c>.</param>
/// <param name="gain">g, <c>[1, columns]</c>.</param>
/// <param name="gates">dy of the gates, of which there are no more columns than of x.</param>
/// <param name="term">dy of the separate term for the columns after theirs; not accessed if the gates have all columns.</param>
/// <param name="gradient">Receives dx, <c>[B, columns]</c>.</param>
internal readonly struct ProductNormGradientKernel<TReal>(
    DeviceMatrix<TReal> values,
    DeviceMatrix<TReal> scales,
    DeviceMatrix<TReal> gain,
    DeviceMatrix<TReal> gates,
    DeviceMatrix<TReal> term,
    DeviceMatrix<TReal> gradient) : IGroupKernel
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <inheritdoc />
    public void Run(int piece)
    {
        ArrayView<TReal> shared = SharedMemory.Allocate<TReal>(KernelQueue.LargestGroup);
        int count = values.Columns;
        ArrayView<TReal> x = values.Row(piece), g = gain.Row(0);
        TReal width = TReal.Constant(count), sum = TReal.Constant(0), product = TReal.Constant(0);
        for (int i = Group.IdxX; i < count; i += Group.DimX)
        {
            TReal dy = Upstream(piece, i);
            sum = TReal.MultiplyAdd(g[i], dy, sum);
            product = default(LayerNormFormulas.SumOfProducts<TReal>).Apply(product, g[i], dy, x[i]);
        }

        TReal meanOfSum = GroupReduction.Sum(shared, sum) / width, meanOfProduct = GroupReduction.Sum(shared, product) / width;
        var formula = new LayerNormFormulas.Gradient<TReal>(scales[piece, 0], meanOfSum, meanOfProduct);
        for (int i = Group.IdxX; i < count; i += Group.DimX) gradient[piece, i] = formula.Apply(TReal.Constant(0), g[i], Upstream(piece, i), x[i]);
    }

    private TReal Upstream(int piece, int i) => i < gates.Columns ? gates[piece, i] : term[piece, i - gates.Columns];
}
