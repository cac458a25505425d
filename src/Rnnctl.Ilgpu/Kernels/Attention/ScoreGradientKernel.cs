using ILGPU;
using Rnnctl.Compute.Formulas;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Attention;

/// <summary>dA = dO Vᵀ, dS ← scale · A ⊙ (dA - Σ_k A ⊙ dA), a group for each query's head, a thread for each key.</summary>
/// <param name="attention">The values.</param>
/// <param name="weights">A.</param>
/// <param name="outputGradient">dO, <c>[N_q, heads · d_v]</c>.</param>
/// <param name="gradient">dS, in the order of A.</param>
internal readonly struct ScoreGradientKernel<TReal>(
    AttentionView<TReal> attention, ArrayView<TReal> weights, DeviceMatrix<TReal> outputGradient, ArrayView<TReal> gradient) : IGroupKernel
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <inheritdoc />
    public void Run(int piece)
    {
        ArrayView<TReal> shared = SharedMemory.Allocate<TReal>(KernelQueue.LargestGroup);
        AttentionQuery query = attention.QueryOf(piece);
        int keys = query.Keys;
        ArrayView<TReal> a = weights.SubView(query.FirstWeight, keys), d = gradient.SubView(query.FirstWeight, keys);
        for (int k = Group.IdxX; k < keys; k += Group.DimX) d[k] = Product(query.Row, attention.KeyRows.Row(query.KeySequence, k), query.Head);
        TReal mean = GroupReduction.Sum(shared, RowLoop.Sum(default(PerElement<TReal, AccumulateProduct>), keys, a, d, d));
        RowLoop.Map(new SoftmaxFormulas.ScoreGradient<TReal>(attention.Scale, mean), keys, d, a, a, a);
    }

    private TReal Product(int queryRow, int keyRow, int head)
    {
        TReal sum = TReal.Constant(0);
        int last = (head + 1) * attention.ValueWidth;
        for (int column = head * attention.ValueWidth; column < last; column++)
            sum = TReal.MultiplyAdd(outputGradient[queryRow, column], attention.Values[keyRow, column], sum);
        return sum;
    }
}
