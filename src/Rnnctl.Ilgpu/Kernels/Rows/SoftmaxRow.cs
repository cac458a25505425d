using ILGPU;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Rows;

/// <summary>The softmax of one row by a group of threads: p = exp(x - m) / Σ exp(x - m) with m the largest x, so that no exponential overflows.</summary>
internal static class SoftmaxRow
{
    /// <summary>Writes p and returns log Σ exp(x), with which -log p[i] = that - x[i] without rounding p first. x and p may be the same.</summary>
    /// <param name="row">The row.</param>
    /// <param name="x">The logits.</param>
    /// <param name="p">The probabilities.</param>
    /// <param name="shared">Shared memory, a number for each thread.</param>
    public static TReal Apply<TReal>(int row, DeviceMatrix<TReal> x, DeviceMatrix<TReal> p, ArrayView<TReal> shared)
        where TReal : unmanaged, IDeviceReal<TReal>
    {
        TReal m = x[row, 0];
        for (int column = Group.IdxX; column < x.Columns; column += Group.DimX) m = TReal.Max(m, x[row, column]);
        m = GroupReduction.Largest(shared, m);

        TReal sum = TReal.Constant(0);
        for (int column = Group.IdxX; column < x.Columns; column += Group.DimX)
        {
            TReal e = TReal.Exp(x[row, column] - m);
            p[row, column] = e;
            sum += e;
        }

        sum = GroupReduction.Sum(shared, sum);
        for (int column = Group.IdxX; column < x.Columns; column += Group.DimX) p[row, column] /= sum;
        return m + TReal.Log(sum);
    }
}
