using System.Numerics;
using System.Runtime.CompilerServices;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Threading;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Rows;

/// <summary>
/// Row ids[i] of the gradient ← itself + row i of the source. A row of the gradient belongs to one thread, by its id, so that two tokens
/// of the same word never meet and are added in the order of i.
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
            if (ids[i] >= 0 && ids[i] % parts == part) AddRow(gradient.Row(ids[i]), source.Row(i), source.Columns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRow(T* sum, T* x, int count)
    {
        int i = 0;
        for (; i + TLanes.Count <= count; i += TLanes.Count) TLanes.Store(TLanes.Load(sum + i) + TLanes.Load(x + i), sum + i);
        for (; i < count; i++) sum[i] += x[i];
    }
}
