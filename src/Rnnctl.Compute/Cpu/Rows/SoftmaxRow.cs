using System.Numerics;
using System.Runtime.CompilerServices;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Rows;

/// <summary>The softmax of one row: p = exp(x - m) / Σ exp(x - m) with m the largest x, so that no exponential overflows.</summary>
internal static unsafe class SoftmaxRow<T, TLanes>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    /// <summary>Writes p and returns log Σ exp(x), with which -log p[i] = that - x[i] without rounding p first. x and p may be the same.</summary>
    public static T Apply(T* x, T* p, int count)
    {
        T largest = Largest(x, count);
        T sum = ExponentialSum(x, p, count, largest);
        Scale(p, count, T.One / sum);
        return largest + T.Log(sum);
    }

    /// <summary>The largest x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Largest(T* x, int count)
    {
        T largest = x[0];
        int i = 0;
        if (count >= TLanes.Count)
        {
            TLanes most = TLanes.Load(x);
            for (i = TLanes.Count; i + TLanes.Count <= count; i += TLanes.Count) most = TLanes.Max(most, TLanes.Load(x + i));
            largest = TLanes.Largest(most);
        }

        for (; i < count; i++) largest = T.Max(largest, x[i]);
        return largest;
    }

    /// <summary>Σ (x - m).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T ShiftedSum(T* x, int count, T largest)
    {
        TLanes shift = TLanes.Broadcast(largest), sums = TLanes.Zero;
        int i = 0;
        for (; i + TLanes.Count <= count; i += TLanes.Count) sums += TLanes.Load(x + i) - shift;
        T sum = TLanes.Sum(sums);
        for (; i < count; i++) sum += x[i] - largest;
        return sum;
    }

    /// <summary>Σ exp(x - m).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T ExponentialSum(T* x, int count, T largest)
    {
        TLanes shift = TLanes.Broadcast(largest), sums = TLanes.Zero;
        int i = 0;
        for (; i + TLanes.Count <= count; i += TLanes.Count) sums += TLanes.Exp(TLanes.Load(x + i) - shift);
        T sum = TLanes.Sum(sums);
        for (; i < count; i++) sum += T.Exp(x[i] - largest);
        return sum;
    }

    /// <summary>Σ exp(x - m), and writes each exp(x - m) to p.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T ExponentialSum(T* x, T* p, int count, T largest)
    {
        TLanes shift = TLanes.Broadcast(largest), sums = TLanes.Zero;
        int i = 0;
        for (; i + TLanes.Count <= count; i += TLanes.Count)
        {
            TLanes e = TLanes.Exp(TLanes.Load(x + i) - shift);
            TLanes.Store(e, p + i);
            sums += e;
        }

        T sum = TLanes.Sum(sums);
        for (; i < count; i++)
        {
            p[i] = T.Exp(x[i] - largest);
            sum += p[i];
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale(T* p, int count, T factor)
    {
        TLanes factors = TLanes.Broadcast(factor);
        int i = 0;
        for (; i + TLanes.Count <= count; i += TLanes.Count) TLanes.Store(TLanes.Load(p + i) * factors, p + i);
        for (; i < count; i++) p[i] *= factor;
    }
}
