using ILGPU;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Attention;

/// <summary>For additive scores, dQ_i ← dQ_i + Σ_j dS_ij v ⊙ (1 - t²) with t = tanh(Q_i + K_j). One thread per element.</summary>
/// <param name="attention">Queries and keys.</param>
/// <param name="scorer">v, <c>[1, heads · d]</c>.</param>
/// <param name="scoreGradient">dS, in the order of A.</param>
/// <param name="gradient">dQ, <c>[N_q, heads · d]</c>.</param>
internal readonly struct AdditiveQueryGradientKernel<TReal>(
    AttentionView<TReal> attention, DeviceMatrix<TReal> scorer, ArrayView<TReal> scoreGradient, DeviceMatrix<TReal> gradient) : IElementKernel
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <inheritdoc />
    public void Run(int index)
    {
        int row = index / gradient.Columns, column = index % gradient.Columns;
        AttentionQuery query = attention.QueryOf(row, column / attention.KeyWidth);
        TReal one = TReal.Constant(1), v = scorer[0, column], q = attention.Queries[row, column], sum = gradient[row, column];
        for (int k = 0; k < query.Keys; k++)
        {
            TReal t = TReal.Tanh(q + attention.Keys[attention.KeyRows.Row(query.KeySequence, k), column]);
            sum = TReal.MultiplyAdd(scoreGradient[query.FirstWeight + k], v * (one - (t * t)), sum);
        }

        gradient[row, column] = sum;
    }
}
