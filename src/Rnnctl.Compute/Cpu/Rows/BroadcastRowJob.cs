using System.Numerics;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Threading;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Rows;

/// <summary>Every row of the target ← a row, or the sum of two rows.</summary>
internal readonly unsafe struct BroadcastRowJob<T, TLanes>(T* row, T* second, Matrix<T> target) : IParallelJob
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    /// <inheritdoc />
    public void Run(int part, int parts)
    {
        (int first, int last) = Share.Of(target.Rows, part, parts);
        if (first >= last) return;
        Copy(row, first);
        if (second != null) RowLoop<T, TLanes>.Map(default(PerElement<T, Accumulate>), target.Columns, target.Row(first), second);
        for (int i = first + 1; i < last; i++) Copy(target.Row(first), i);
    }

    private void Copy(T* source, int to) => new ReadOnlySpan<T>(source, target.Columns).CopyTo(new Span<T>(target.Row(to), target.Columns));
}
