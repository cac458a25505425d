using System.Numerics;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Threading;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Rows;

/// <summary>
/// For each row, with a distribution q, m the largest logit x, and Z = Σ exp(x - m):
/// <code>
/// loss = log Z - Σ q (x - m),   dx = s (exp(x - m) / Z - q)
/// </code>
/// </summary>
internal readonly unsafe struct SoftCrossEntropyJob<T, TLanes>(
    Matrix<T> logits, Matrix<T> targets, T scale, Matrix<T> losses, Matrix<T> gradient) : IParallelJob
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    /// <inheritdoc />
    public void Run(int part, int parts)
    {
        (int first, int last) = Share.Of(logits.Rows, part, parts);
        for (int row = first; row < last; row++) *losses.Row(row) = Apply(logits.Row(row), targets.Row(row), gradient.Row(row));
    }

    private T Apply(T* x, T* q, T* dx)
    {
        int count = logits.Columns;
        T m = RowLoop<T, TLanes>.Largest(x, count);
        T expected = RowLoop<T, TLanes>.Sum(new SoftmaxFormulas.WeightedDifferences<T>(m), count, x, q);
        T sum = RowLoop<T, TLanes>.MapAndSum(new SoftmaxFormulas.Exponential<T>(m), count, dx, x);
        RowLoop<T, TLanes>.Map(new Scaled<T>(scale / sum), count, dx, dx);
        RowLoop<T, TLanes>.Map(new AccumulateScaled<T>(-scale), count, dx, q);
        return T.Log(sum) - expected;
    }
}
