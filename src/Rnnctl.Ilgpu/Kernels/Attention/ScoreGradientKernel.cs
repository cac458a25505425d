using ILGPU;
using Rnnctl.Compute.Formulas;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Attention;

/// <summary>dA = dO Vᵀ, dS ← scale · A ⊙ (dA - Σ_k A ⊙ dA). One group per query and head, one thread per key.</summary>
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
        ArrayView<TReal> dO = outputGradient.Row(query.Row);
        for (int j = Group.IdxX; j < keys; j += Group.DimX)
        {
            ArrayView<TReal> value = attention.Values.Row(attention.KeyRows.Row(query.KeySequence, j));
            d[j] = HeadSum.Of(default(PerElement<TReal, AccumulateProduct>), query.Head, attention.ValueWidth, dO, value, value);
        }

        TReal mean = GroupReduction.Sum(shared, RowLoop.Sum(default(PerElement<TReal, AccumulateProduct>), keys, a, d, d));
        RowLoop.Map(new SoftmaxFormulas.ScoreGradient<TReal>(attention.Scale, mean), keys, d, a, a, a);
    }
}
