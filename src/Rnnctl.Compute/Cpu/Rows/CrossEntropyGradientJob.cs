using System.Numerics;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Threading;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Rows;

/// <summary>dx ← dx + s w (p - onehot(id)) for each row, with the row's weight w, or 1 without weights; rows with a negative id do not change.</summary>
internal readonly unsafe struct CrossEntropyGradientJob<T, TLanes>(
    Matrix<T> probabilities, int* ids, Matrix<T> weights, T scale, Matrix<T> gradient) : IParallelJob
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    /// <inheritdoc />
    public void Run(int part, int parts)
    {
        (int first, int last) = Share.Of(gradient.Rows, part, parts);
        for (int row = first; row < last; row++)
        {
            if (ids[row] < 0) continue;
            T factor = weights.Pointer == null ? scale : scale * *weights.Row(row);
            RowLoop<T, TLanes>.Map(new AccumulateScaled<T>(factor), gradient.Columns, gradient.Row(row), probabilities.Row(row));
            gradient.Row(row)[ids[row]] -= factor;
        }
    }
}
