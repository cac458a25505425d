using ILGPU;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Chains;

/// <summary>
/// Adds upstream · scale · Σ p over the first tokens of all sequences to the start gradient, and over the last tokens to the end gradient. One thread per
/// label.
/// </summary>
/// <param name="chain">The chain.</param>
/// <param name="marginals">The tokens' distributions p, <c>[N, L]</c>.</param>
/// <param name="upstream">The gradient of the loss.</param>
/// <param name="scale">The factor of one log Z in the loss.</param>
/// <param name="start">The first labels' gradient, <c>[1, L]</c>.</param>
/// <param name="end">The last labels' gradient, <c>[1, L]</c>.</param>
internal readonly struct ChainEndsKernel<TReal>(
    ChainView<TReal> chain,
    DeviceMatrix<TReal> marginals,
    ArrayView<TReal> upstream,
    TReal scale,
    DeviceMatrix<TReal> start,
    DeviceMatrix<TReal> end) : IElementKernel
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <inheritdoc />
    public void Run(int index)
    {
        TReal first = TReal.Constant(0), last = TReal.Constant(0);
        for (int sequence = 0; sequence < chain.Sequences; sequence++)
        {
            first += marginals[sequence, index];
            last += marginals[chain.Row(sequence, chain.Lengths[sequence] - 1), index];
        }

        start[0, index] += upstream[0] * scale * first;
        end[0, index] += upstream[0] * scale * last;
    }
}
