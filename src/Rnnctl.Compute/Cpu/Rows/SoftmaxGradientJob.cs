using System.Numerics;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Threading;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Rows;

/// <summary>dx ← dx + p ⊙ (dp - Σ p ⊙ dp) for each row.</summary>
internal readonly unsafe struct SoftmaxGradientJob<T, TLanes>(Matrix<T> probabilities, Matrix<T> upstream, Matrix<T> gradient) : IParallelJob
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    /// <inheritdoc />
    public void Run(int part, int parts)
    {
        (int first, int last) = Share.Of(gradient.Rows, part, parts);
        for (int row = first; row < last; row++)
        {
            T* p = probabilities.Row(row), dp = upstream.Row(row);
            T mean = RowLoop<T, TLanes>.Sum(default(PerElement<T, AccumulateProduct>), gradient.Columns, p, dp);
            RowLoop<T, TLanes>.Map(new SoftmaxFormulas.Gradient<T>(mean), gradient.Columns, gradient.Row(row), p, dp);
        }
    }
}
