using System.Numerics;
using System.Runtime.CompilerServices;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Threading;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Elementwise;

/// <summary>y ← y + s x over all elements, rows shared out among the threads.</summary>
internal readonly unsafe struct AddScaledJob<T, TLanes>(Matrix<T> x, T s, Matrix<T> y) : IParallelJob
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    /// <inheritdoc />
    public void Run(int part, int parts)
    {
        (int first, int last) = Share.Of(y.Rows, part, parts);
        for (int row = first; row < last; row++) AddRow(x.Row(row), s, y.Row(row), y.Columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRow(T* x, T s, T* y, int count)
    {
        TLanes factors = TLanes.Broadcast(s);
        int i = 0;
        for (; i + TLanes.Count <= count; i += TLanes.Count) TLanes.Store(TLanes.MultiplyAdd(factors, TLanes.Load(x + i), TLanes.Load(y + i)), y + i);
        for (; i < count; i++) y[i] = T.FusedMultiplyAdd(s, x[i], y[i]);
    }
}
