using ILGPU;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Attention;

/// <summary>For each query, target ← (target or 0) + Σ_k w(q, k) source(k): O from A and V, dQ from dS and K. One thread per element.</summary>
/// <param name="attention">The pairs of sequences.</param>
/// <param name="weights">w, in the order of A.</param>
/// <param name="source">The rows of the keys' batch, <c>[N_k, heads · width]</c>.</param>
/// <param name="target">The rows of the queries' batch, <c>[N_q, heads · width]</c>.</param>
/// <param name="accumulate">1 to add to the target, 0 to overwrite it.</param>
internal readonly struct SumOverKeysKernel<TReal>(
    AttentionView<TReal> attention, ArrayView<TReal> weights, DeviceMatrix<TReal> source, DeviceMatrix<TReal> target, int accumulate) : IElementKernel
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <inheritdoc />
    public void Run(int index)
    {
        int row = index / target.Columns, column = index % target.Columns;
        AttentionQuery query = attention.QueryOf(row, column / (target.Columns / attention.Heads));
        TReal sum = accumulate != 0 ? target[row, column] : TReal.Constant(0);
        for (int k = 0; k < query.Keys; k++)
            sum = TReal.MultiplyAdd(weights[query.FirstWeight + k], source[attention.KeyRows.Row(query.KeySequence, k), column], sum);
        target[row, column] = sum;
    }
}
