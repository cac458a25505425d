using System.Numerics;
using System.Runtime.CompilerServices;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Rows;

/// <summary>Layer normalisation of one row, a register at a time, and its gradient.</summary>
internal static unsafe class LayerNormRow<T, TLanes>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    /// <summary>The sum of the row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Sum(T* x, int count)
    {
        TLanes sums = TLanes.Zero;
        int i = 0;
        for (; i + TLanes.Count <= count; i += TLanes.Count) sums += TLanes.Load(x + i);
        T sum = TLanes.Sum(sums);
        for (; i < count; i++) sum += x[i];
        return sum;
    }

    /// <summary>normalized ← x - μ; returns Σ (x - μ)².</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Center(T* x, T mean, T* normalized, int count)
    {
        TLanes means = TLanes.Broadcast(mean), squares = TLanes.Zero;
        int i = 0;
        for (; i + TLanes.Count <= count; i += TLanes.Count)
        {
            TLanes difference = TLanes.Load(x + i) - means;
            TLanes.Store(difference, normalized + i);
            squares = TLanes.MultiplyAdd(difference, difference, squares);
        }

        T sum = TLanes.Sum(squares);
        for (; i < count; i++)
        {
            normalized[i] = x[i] - mean;
            sum += normalized[i] * normalized[i];
        }

        return sum;
    }

    /// <summary>normalized ← scale · normalized, y ← g ⊙ normalized + b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale(T* normalized, T scale, T* gain, T* bias, T* y, int count)
    {
        TLanes scales = TLanes.Broadcast(scale);
        int i = 0;
        for (; i + TLanes.Count <= count; i += TLanes.Count)
        {
            TLanes value = TLanes.Load(normalized + i) * scales;
            TLanes.Store(value, normalized + i);
            TLanes.Store(TLanes.MultiplyAdd(TLanes.Load(gain + i), value, TLanes.Load(bias + i)), y + i);
        }

        for (; i < count; i++)
        {
            normalized[i] *= scale;
            y[i] = (gain[i] * normalized[i]) + bias[i];
        }
    }

    /// <summary>Σ g ⊙ dy and Σ g ⊙ dy ⊙ x̂.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (T Sum, T Product) GradientSums(T* normalized, T* gain, T* upstream, int count)
    {
        TLanes sums = TLanes.Zero, products = TLanes.Zero;
        int i = 0;
        for (; i + TLanes.Count <= count; i += TLanes.Count)
        {
            TLanes d = TLanes.Load(gain + i) * TLanes.Load(upstream + i);
            sums += d;
            products = TLanes.MultiplyAdd(d, TLanes.Load(normalized + i), products);
        }

        T sum = TLanes.Sum(sums), product = TLanes.Sum(products);
        for (; i < count; i++)
        {
            T d = gain[i] * upstream[i];
            sum += d;
            product += d * normalized[i];
        }

        return (sum, product);
    }

    /// <summary>dx ← dx + s (g ⊙ dy - mean - product x̂).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddGradient(T* normalized, T* gain, T* upstream, T scale, T mean, T product, T* gradient, int count)
    {
        TLanes scales = TLanes.Broadcast(scale), means = TLanes.Broadcast(mean), products = TLanes.Broadcast(product);
        int i = 0;
        for (; i + TLanes.Count <= count; i += TLanes.Count)
        {
            TLanes d = (TLanes.Load(gain + i) * TLanes.Load(upstream + i)) - means - (products * TLanes.Load(normalized + i));
            TLanes.Store(TLanes.MultiplyAdd(scales, d, TLanes.Load(gradient + i)), gradient + i);
        }

        for (; i < count; i++) gradient[i] += scale * ((gain[i] * upstream[i]) - mean - (product * normalized[i]));
    }
}
