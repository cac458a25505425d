using System.Numerics;
using System.Runtime.CompilerServices;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Threading;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Rows;

/// <summary>dx ← dx + y ⊙ (dy - Σ dy ⊙ y) row by row.</summary>
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
            T mean = Dot(upstream.Row(row), probabilities.Row(row), gradient.Columns);
            Add(gradient.Row(row), probabilities.Row(row), upstream.Row(row), mean, gradient.Columns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Dot(T* dy, T* y, int count)
    {
        TLanes sums = TLanes.Zero;
        int i = 0;
        for (; i + TLanes.Count <= count; i += TLanes.Count) sums = TLanes.MultiplyAdd(TLanes.Load(dy + i), TLanes.Load(y + i), sums);
        T sum = TLanes.Sum(sums);
        for (; i < count; i++) sum += dy[i] * y[i];
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(T* dx, T* y, T* dy, T mean, int count)
    {
        TLanes means = TLanes.Broadcast(mean);
        int i = 0;
        for (; i + TLanes.Count <= count; i += TLanes.Count)
            TLanes.Store(TLanes.MultiplyAdd(TLanes.Load(y + i), TLanes.Load(dy + i) - means, TLanes.Load(dx + i)), dx + i);
        for (; i < count; i++) dx[i] += y[i] * (dy[i] - mean);
    }
}
