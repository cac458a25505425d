using System.Numerics;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Threading;

namespace Rnnctl.Compute.Cpu.Rows;

/// <summary>Row i of the target ← row ids[i] of the table; zeros if the id is negative.</summary>
internal readonly unsafe struct GatherRowsJob<T>(Matrix<T> table, int* ids, Matrix<T> target) : IParallelJob
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc />
    public void Run(int part, int parts)
    {
        (int first, int last) = Share.Of(target.Rows, part, parts);
        for (int i = first; i < last; i++)
        {
            var row = new Span<T>(target.Row(i), target.Columns);
            if (ids[i] < 0) row.Clear();
            else new ReadOnlySpan<T>(table.Row(ids[i]), target.Columns).CopyTo(row);
        }
    }
}
