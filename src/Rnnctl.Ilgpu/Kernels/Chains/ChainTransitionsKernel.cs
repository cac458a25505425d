using ILGPU;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Chains;

/// <summary>
/// A thread for each transition adds its expected number to the gradient, upstream · scale · Σ p(j) exp(a(i) + A(i, j) - n(j)) over all tokens but the
/// first of each sequence, step after step: so that the sums have one order.
/// </summary>
/// <param name="chain">The chain.</param>
/// <param name="prefixScores">What the forward algorithm kept, n, <c>[N, L]</c>.</param>
/// <param name="weights">The beginnings' weights a, <c>[N, L]</c>.</param>
/// <param name="marginals">The tokens' distributions p, <c>[N, L]</c>.</param>
/// <param name="upstream">The gradient of the loss.</param>
/// <param name="scale">What one log Z counts in the loss.</param>
/// <param name="gradient">The transitions' gradient, <c>[L, L]</c>.</param>
internal readonly struct ChainTransitionsKernel<TReal>(
    ChainView<TReal> chain,
    DeviceMatrix<TReal> prefixScores,
    DeviceMatrix<TReal> weights,
    DeviceMatrix<TReal> marginals,
    ArrayView<TReal> upstream,
    TReal scale,
    DeviceMatrix<TReal> gradient) : IElementKernel
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <inheritdoc />
    public void Run(int index)
    {
        int i = index / chain.Labels, j = index % chain.Labels;
        TReal sum = TReal.Constant(0);
        for (int token = 1; token < chain.Lengths[0]; token++)
        {
            int first = chain.Offsets[token], count = chain.Offsets[token + 1] - first;
            for (int sequence = 0; sequence < count; sequence++)
            {
                TReal p = marginals[first + sequence, j];
                if (!TReal.IsAbove(p, TReal.Constant(0))) continue;
                TReal weight = weights[chain.Row(sequence, token - 1), i];
                sum += p * TReal.Exp(weight + chain.Transitions[i, j] - prefixScores[first + sequence, j]);
            }
        }

        gradient[i, j] += upstream[0] * scale * sum;
    }
}
