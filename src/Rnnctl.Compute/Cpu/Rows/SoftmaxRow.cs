using System.Numerics;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Rows;

/// <summary>The softmax of one row: p = exp(x - m) / Σ exp(x - m). m is the largest x, so that no exponential overflows.</summary>
internal static unsafe class SoftmaxRow<T, TLanes>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    /// <summary>Writes p and returns log Σ exp(x); the loss -log p[i] is that minus x[i], without the rounding of p. x and p may be the same.</summary>
    public static T Apply(T* x, T* p, int count)
    {
        T largest = RowLoop<T, TLanes>.Largest(x, count);
        T sum = RowLoop<T, TLanes>.MapAndSum(new SoftmaxFormulas.Exponential<T>(largest), count, p, x);
        RowLoop<T, TLanes>.Map(new Scaled<T>(T.One / sum), count, p, p);
        return largest + T.Log(sum);
    }
}
