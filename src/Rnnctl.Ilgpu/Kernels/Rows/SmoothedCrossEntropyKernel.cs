using ILGPU;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Rows;

/// <summary>
/// Row by row, a group for each, with m the largest logit x, Z = Σ exp(x - m) and q = (1 - ε) onehot(id) + ε / V:
/// <code>
/// surprisal = log Z - (x[id] - m),   loss = surprisal + ε (x[id] - m - Σ (x - m) / V),   dx = s (exp(x - m) / Z - q)
/// </code>
/// and zeros where the id is negative.
/// </summary>
/// <param name="logits">x.</param>
/// <param name="ids">The right classes.</param>
/// <param name="smoothing">ε.</param>
/// <param name="scale">s.</param>
/// <param name="losses">The losses.</param>
/// <param name="surprisals">The losses without smoothing.</param>
/// <param name="gradient">dx; may be the logits themselves.</param>
/// <param name="hasGradient">1 where dx is written, 0 where not.</param>
internal readonly struct SmoothedCrossEntropyKernel<TReal>(
    DeviceMatrix<TReal> logits,
    ArrayView<int> ids,
    TReal smoothing,
    TReal scale,
    DeviceMatrix<TReal> losses,
    DeviceMatrix<TReal> surprisals,
    DeviceMatrix<TReal> gradient,
    int hasGradient) : IGroupKernel
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <inheritdoc />
    public void Run(int piece)
    {
        ArrayView<TReal> shared = SharedMemory.Allocate<TReal>(KernelQueue.LargestGroup);
        int id = ids[piece];
        TReal m = Largest(piece, shared);
        TReal right = logits[piece, id < 0 ? 0 : id] - m;
        TReal shifted = TReal.Constant(0), z = TReal.Constant(0);
        for (int column = Group.IdxX; column < logits.Columns; column += Group.DimX)
        {
            TReal x = logits[piece, column] - m;
            shifted += x;
            z += TReal.Exp(x);
        }

        shifted = GroupReduction.Sum(shared, shifted);
        z = GroupReduction.Sum(shared, z);
        if (Group.IdxX == 0) WriteLosses(piece, id, right, shifted, z);
        if (hasGradient > 0) WriteGradient(piece, id, m, z);
    }

    private TReal Largest(int row, ArrayView<TReal> shared)
    {
        TReal m = logits[row, 0];
        for (int column = Group.IdxX; column < logits.Columns; column += Group.DimX) m = TReal.Max(m, logits[row, column]);
        return GroupReduction.Largest(shared, m);
    }

    private void WriteLosses(int row, int id, TReal right, TReal shifted, TReal z)
    {
        TReal zero = TReal.Constant(0);
        TReal surprisal = TReal.Log(z) - right;

        // Without smoothing a class that cannot be, of logit -∞, costs nothing.
        TReal smoothed = TReal.IsAbove(smoothing, zero) ? smoothing * (right - (shifted / Classes())) : zero;
        surprisals[row, 0] = id < 0 ? zero : surprisal;
        losses[row, 0] = id < 0 ? zero : surprisal + smoothed;
    }

    private void WriteGradient(int row, int id, TReal m, TReal z)
    {
        TReal zero = TReal.Constant(0), one = TReal.Constant(1);
        for (int column = Group.IdxX; column < logits.Columns; column += Group.DimX)
        {
            TReal q = (smoothing / Classes()) + (column == id ? one - smoothing : zero);
            TReal dx = scale * ((TReal.Exp(logits[row, column] - m) / z) - q);
            gradient[row, column] = id < 0 ? zero : dx;
        }
    }

    private TReal Classes() => TReal.Constant(logits.Columns);
}
