using ILGPU;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Attention;

/// <summary>For additive scores, each query's term of dv = Σ_ij dS_ij t with t = tanh(Q_i + K_j): target_i ← Σ_j dS_ij t. One thread per element.</summary>
/// <param name="attention">Queries and keys.</param>
/// <param name="scoreGradient">dS, in the order of A.</param>
/// <param name="target">The terms, <c>[N_q, heads · d]</c>.</param>
internal readonly struct AdditiveScorerGradientKernel<TReal>(
    AttentionView<TReal> attention, ArrayView<TReal> scoreGradient, DeviceMatrix<TReal> target) : IElementKernel
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <inheritdoc />
    public void Run(int index)
    {
        int row = index / target.Columns, column = index % target.Columns;
        AttentionQuery query = attention.QueryOf(row, column / attention.KeyWidth);
        TReal q = attention.Queries[row, column], sum = TReal.Constant(0);
        for (int k = 0; k < query.Keys; k++)
        {
            TReal t = TReal.Tanh(q + attention.Keys[attention.KeyRows.Row(query.KeySequence, k), column]);
            sum = TReal.MultiplyAdd(scoreGradient[query.FirstWeight + k], t, sum);
        }

        target[row, column] = sum;
    }
}
