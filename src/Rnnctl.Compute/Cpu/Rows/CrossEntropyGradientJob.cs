using System.Numerics;
using System.Runtime.CompilerServices;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Threading;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Rows;

/// <summary>dx ← dx + s (p - onehot(id)) row by row, nothing where the id is negative.</summary>
internal readonly unsafe struct CrossEntropyGradientJob<T, TLanes>(Matrix<T> probabilities, int* ids, T scale, Matrix<T> gradient) : IParallelJob
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
            AddScaled(gradient.Row(row), probabilities.Row(row), gradient.Columns);
            gradient.Row(row)[ids[row]] -= scale;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddScaled(T* sum, T* p, int count)
    {
        TLanes scales = TLanes.Broadcast(scale);
        int i = 0;
        for (; i + TLanes.Count <= count; i += TLanes.Count)
            TLanes.Store(TLanes.MultiplyAdd(scales, TLanes.Load(p + i), TLanes.Load(sum + i)), sum + i);
        for (; i < count; i++) sum[i] += scale * p[i];
    }
}
