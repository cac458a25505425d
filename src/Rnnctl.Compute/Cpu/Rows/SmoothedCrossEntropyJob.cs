using System.Numerics;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Threading;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Rows;

/// <summary>
/// For each row, with m the largest logit x, Z = Σ exp(x - m) and q = (1 - ε) onehot(id) + ε / V:
/// <code>
/// surprisal = log Z - (x[id] - m),   loss = surprisal + ε (x[id] - m - Σ (x - m) / V),   dx = s (exp(x - m) / Z - q)
/// </code>
/// All three are zero if the id is negative. The gradient may overwrite the logits, or be empty.
/// </summary>
internal readonly unsafe struct SmoothedCrossEntropyJob<T, TLanes>(
    Matrix<T> logits, int* ids, T smoothing, T scale, Matrix<T> losses, Matrix<T> surprisals, Matrix<T> gradient) : IParallelJob
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    private bool HasGradient => gradient.Pointer != null;

    private T Classes => T.CreateTruncating(logits.Columns);

    /// <inheritdoc />
    public void Run(int part, int parts)
    {
        (int first, int last) = Share.Of(logits.Rows, part, parts);
        for (int row = first; row < last; row++)
        {
            if (ids[row] < 0) LeaveOut(row);
            else Apply(row);
        }
    }

    private void LeaveOut(int row)
    {
        *losses.Row(row) = *surprisals.Row(row) = T.Zero;
        if (HasGradient) new Span<T>(gradient.Row(row), gradient.Columns).Clear();
    }

    private void Apply(int row)
    {
        int count = logits.Columns;
        T* x = logits.Row(row);
        T m = RowLoop<T, TLanes>.Largest(x, count);

        // Read before the gradient overwrites the logits. Without smoothing, an impossible class (logit -∞) adds nothing to the loss.
        T right = x[ids[row]] - m, smoothed = smoothing > T.Zero ? smoothing * (right - MeanDifference(x, m)) : T.Zero;
        T sum = HasGradient
            ? RowLoop<T, TLanes>.MapAndSum(new SoftmaxFormulas.Exponential<T>(m), count, gradient.Row(row), x)
            : RowLoop<T, TLanes>.Sum(new SoftmaxFormulas.SumOfExponentials<T>(m), count, x);
        T logarithm = T.Log(sum);
        *surprisals.Row(row) = logarithm - right;
        *losses.Row(row) = logarithm - right + smoothed;
        if (HasGradient) FinishGradient(gradient.Row(row), ids[row], sum);
    }

    private T MeanDifference(T* x, T m) => RowLoop<T, TLanes>.Sum(new SoftmaxFormulas.SumOfDifferences<T>(m), logits.Columns, x) / Classes;

    /// <summary>dx = s e / Z - s ε / V; for the right class additionally - s (1 - ε).</summary>
    private void FinishGradient(T* dx, int id, T sum)
    {
        RowLoop<T, TLanes>.Map(new ScaledAndMoved<T>(scale / sum, -scale * smoothing / Classes), logits.Columns, dx, dx);
        dx[id] -= scale * (T.One - smoothing);
    }
}
