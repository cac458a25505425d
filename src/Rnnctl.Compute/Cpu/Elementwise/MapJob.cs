using System.Numerics;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Rows;
using Rnnctl.Compute.Cpu.Threading;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Elementwise;

/// <summary>y ← f(y, a, b) for all elements; threads share the rows.</summary>
internal readonly unsafe struct MapJob<T, TLanes, TFormula>(TFormula formula, Matrix<T> y, Matrix<T> a, Matrix<T> b) : IParallelJob
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
    where TFormula : unmanaged, IRowFormula<T>
{
    /// <summary>Whether the rows of all matrices are contiguous, so that each matrix can be processed as one row.</summary>
    private bool AreContiguous => y.Stride == y.Columns && a.Stride == y.Columns && b.Stride == y.Columns;

    /// <inheritdoc />
    public void Run(int part, int parts)
    {
        (int first, int last) = Share.Of(y.Rows, part, parts);
        if (AreContiguous) RowLoop<T, TLanes>.Map(formula, (last - first) * y.Columns, y.Row(first), a.Row(first), b.Row(first));
        else RowLoop<T, TLanes>.Map(formula, first, last, y, a, b);
    }
}
