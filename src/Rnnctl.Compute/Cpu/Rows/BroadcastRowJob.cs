using System.Numerics;
using System.Runtime.CompilerServices;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Threading;

namespace Rnnctl.Compute.Cpu.Rows;

/// <summary>Every row of the target ← a row, or the sum of two.</summary>
internal readonly unsafe struct BroadcastRowJob<T>(T* row, T* second, Matrix<T> target) : IParallelJob
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc />
    public void Run(int part, int parts)
    {
        (int first, int last) = Share.Of(target.Rows, part, parts);
        if (first >= last) return;
        Write(target.Row(first), target.Columns);
        for (int i = first + 1; i < last; i++)
            new ReadOnlySpan<T>(target.Row(first), target.Columns).CopyTo(new Span<T>(target.Row(i), target.Columns));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Write(T* to, int count)
    {
        for (int i = 0; i < count; i++) to[i] = second == null ? row[i] : row[i] + second[i];
    }
}
