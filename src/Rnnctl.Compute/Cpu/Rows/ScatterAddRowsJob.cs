using System.Numerics;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Threading;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Rows;

/// <summary>
/// Adds row i of the source to row ids[i] of the gradient. The id decides which thread owns a row of the gradient, so that tokens with the same id are added by
/// one thread, in the order of i.
/// </summary>
internal readonly unsafe struct ScatterAddRowsJob<T, TLanes>(Matrix<T> source, int* ids, Matrix<T> gradient) : IParallelJob
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    /// <inheritdoc />
    public void Run(int part, int parts)
    {
        for (int i = 0; i < source.Rows; i++)
        {
            if (ids[i] >= 0 && ids[i] % parts == part)
                RowLoop<T, TLanes>.Map(default(PerElement<T, Accumulate>), source.Columns, gradient.Row(ids[i]), source.Row(i));
        }
    }
}
