using ILGPU;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Attention;

/// <summary>For each key, target ← target + Σ_q w(q, k) source(q): dV from A and dO, dK from dS and Q. One thread per element.</summary>
/// <param name="attention">The pairs of sequences.</param>
/// <param name="weights">w, in the order of A.</param>
/// <param name="source">The rows of the queries' batch, <c>[N_q, heads · width]</c>.</param>
/// <param name="target">The rows of the keys' batch, <c>[N_k, heads · width]</c>.</param>
internal readonly struct SumOverQueriesKernel<TReal>(
    AttentionView<TReal> attention, ArrayView<TReal> weights, DeviceMatrix<TReal> source, DeviceMatrix<TReal> target) : IElementKernel
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <inheritdoc />
    public void Run(int index)
    {
        int row = index / target.Columns, column = index % target.Columns;
        int keySequence = attention.KeyRows.SequenceOf(row), sequence = attention.KeyRows.Partners[keySequence];
        if (sequence < 0) return;
        int queries = attention.QueryRows.Lengths[sequence], keys = attention.KeyRows.Lengths[keySequence];
        int head = column / (target.Columns / attention.Heads);
        int weight = attention.FirstWeight(sequence, 0, head) + attention.KeyRows.Steps[row];
        TReal sum = target[row, column];
        for (int q = 0; q < queries; q++)
        {
            sum = TReal.MultiplyAdd(weights[weight], source[attention.QueryRows.Row(sequence, q), column], sum);
            weight += keys;
        }

        target[row, column] = sum;
    }
}
