using ILGPU;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Attention;

/// <summary>For additive scores, dK_j ← dK_j + Σ_i dS_ij v ⊙ (1 - t²) with t = tanh(Q_i + K_j). One thread per element.</summary>
/// <param name="attention">Queries and keys.</param>
/// <param name="scorer">v, <c>[1, heads · d]</c>.</param>
/// <param name="scoreGradient">dS, in the order of A.</param>
/// <param name="gradient">dK, <c>[N_k, heads · d]</c>.</param>
internal readonly struct AdditiveKeyGradientKernel<TReal>(
    AttentionView<TReal> attention, DeviceMatrix<TReal> scorer, ArrayView<TReal> scoreGradient, DeviceMatrix<TReal> gradient) : IElementKernel
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <inheritdoc />
    public void Run(int index)
    {
        int row = index / gradient.Columns, column = index % gradient.Columns;
        int keySequence = attention.KeyRows.SequenceOf(row), sequence = attention.KeyRows.Partners[keySequence];
        if (sequence < 0) return;
        int queries = attention.QueryRows.Lengths[sequence], keys = attention.KeyRows.Lengths[keySequence];
        int weight = attention.FirstWeight(sequence, 0, column / attention.KeyWidth) + attention.KeyRows.Steps[row];
        TReal one = TReal.Constant(1), v = scorer[0, column], k = attention.Keys[row, column], sum = gradient[row, column];
        for (int q = 0; q < queries; q++)
        {
            TReal t = TReal.Tanh(attention.Queries[attention.QueryRows.Row(sequence, q), column] + k);
            sum = TReal.MultiplyAdd(scoreGradient[weight], v * (one - (t * t)), sum);
            weight += keys;
        }

        gradient[row, column] = sum;
    }
}
