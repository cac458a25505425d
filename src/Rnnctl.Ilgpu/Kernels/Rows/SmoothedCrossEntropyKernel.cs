using ILGPU;
using Rnnctl.Compute.Formulas;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Rows;

/// <summary>
/// For each row, with m the largest logit x, Z = Σ exp(x - m) and q = (1 - ε) onehot(id) + ε / V:
/// <code>
/// surprisal = log Z - (x[id] - m),   loss = surprisal + ε (x[id] - m - Σ (x - m) / V),   dx = s (exp(x - m) / Z - q)
/// </code>
/// All three are zero if the id is negative. One group per row.
/// </summary>
/// <param name="logits">x.</param>
/// <param name="ids">The right classes.</param>
/// <param name="smoothing">ε.</param>
/// <param name="scale">s.</param>
/// <param name="losses">The losses.</param>
/// <param name="surprisals">The losses without smoothing.</param>
/// <param name="gradient">dx; it may be the logits themselves.</param>
/// <param name="hasGradient">1 to write dx, else 0.</param>
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
        int id = ids[piece], count = logits.Columns;
        ArrayView<TReal> x = logits.Row(piece), dx = gradient.Row(piece);
        TReal m = GroupReduction.Largest(shared, RowLoop.Largest(count, x));
        TReal right = x[id < 0 ? 0 : id] - m;
        TReal shifted = GroupReduction.Sum(shared, RowLoop.Sum(new SoftmaxFormulas.SumOfDifferences<TReal>(m), count, x, x, x));

        // The gradient may overwrite the logits, so it is written after all threads have read them.
        TReal z = TReal.Constant(0);
        if (hasGradient > 0) z = RowLoop.MapAndSum(new SoftmaxFormulas.Exponential<TReal>(m), count, dx, x);
        else z = RowLoop.Sum(new SoftmaxFormulas.SumOfExponentials<TReal>(m), count, x, x, x);
        z = GroupReduction.Sum(shared, z);
        if (Group.IdxX == 0) WriteLosses(piece, id, right, shifted, z);
        if (hasGradient > 0) FinishGradient(dx, id, z);
    }

    private void WriteLosses(int row, int id, TReal right, TReal shifted, TReal z)
    {
        TReal zero = TReal.Constant(0);
        TReal surprisal = TReal.Log(z) - right;

        // Without smoothing, an impossible class (logit -∞) adds nothing to the loss.
        TReal smoothed = TReal.IsAbove(smoothing, zero) ? smoothing * (right - (shifted / Classes())) : zero;
        surprisals[row, 0] = id < 0 ? zero : surprisal;
        losses[row, 0] = id < 0 ? zero : surprisal + smoothed;
    }

    /// <summary>dx = s e / Z - s ε / V; for the right class additionally - s (1 - ε).</summary>
    private void FinishGradient(ArrayView<TReal> dx, int id, TReal z)
    {
        if (id < 0)
        {
            for (int column = Group.IdxX; column < logits.Columns; column += Group.DimX) dx[column] = TReal.Constant(0);
            return;
        }

        RowLoop.Map(new ScaledAndMoved<TReal>(scale / z, -scale * smoothing / Classes()), logits.Columns, dx, dx, dx, dx);
        if (id % Group.DimX == Group.IdxX) dx[id] -= scale * (TReal.Constant(1) - smoothing);
    }

    private TReal Classes() => TReal.Constant(logits.Columns);
}
