using ILGPU;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Chains;

/// <summary>
/// Adds the expected count of each transition to its gradient: upstream · scale · Σ p(j) exp(a(i) + A(i, j) - n(j)) over all tokens but the first of each
/// sequence. The sum goes step by step, so that its order is fixed. One thread per transition.
/// </summary>
/// <param name="chain">The chain.</param>
/// <param name="prefixScores">The prefix scores n from the forward algorithm, <c>[N, L]</c>.</param>
/// <param name="weights">The weights a of the prefixes, <c>[N, L]</c>.</param>
/// <param name="marginals">The tokens' distributions p, <c>[N, L]</c>.</param>
/// <param name="upstream">The gradient of the loss.</param>
/// <param name="scale">The factor of one log Z in the loss.</param>
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
