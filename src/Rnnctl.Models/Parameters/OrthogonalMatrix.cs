using System.Numerics;
using System.Runtime.InteropServices;
using Rnnctl.Compute.Randomness;

namespace Rnnctl.Models.Parameters;

/// <summary>
/// A random matrix whose rows are orthonormal: normally distributed rows, made orthonormal by the modified Gram-Schmidt
/// process.
/// </summary>
internal static class OrthogonalMatrix
{
    /// <summary>Fills a matrix <c>[rows, columns]</c>; it must not have more rows than columns.</summary>
    public static void Fill(Span<double> matrix, int rows, int columns, PhiloxRandom random)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, columns);
        for (int i = 0; i < matrix.Length; i++) matrix[i] = random.NextGaussian();
        for (int row = 0; row < rows; row++)
        {
            Span<double> current = matrix.Slice(row * columns, columns);
            for (int earlier = 0; earlier < row; earlier++)
            {
                ReadOnlySpan<double> other = matrix.Slice(earlier * columns, columns);
                AddScaled(current, other, -Dot(current, other));
            }

            Scale(current, 1 / Math.Sqrt(Dot(current, current)));
        }
    }

    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        ReadOnlySpan<Vector<double>> wideX = MemoryMarshal.Cast<double, Vector<double>>(x);
        ReadOnlySpan<Vector<double>> wideY = MemoryMarshal.Cast<double, Vector<double>>(y);
        Vector<double> sums = Vector<double>.Zero;
        for (int i = 0; i < wideX.Length; i++) sums += wideX[i] * wideY[i];
        double sum = Vector.Sum(sums);
        for (int i = wideX.Length * Vector<double>.Count; i < x.Length; i++) sum += x[i] * y[i];
        return sum;
    }

    private static void AddScaled(Span<double> x, ReadOnlySpan<double> y, double factor)
    {
        Span<Vector<double>> wideX = MemoryMarshal.Cast<double, Vector<double>>(x);
        ReadOnlySpan<Vector<double>> wideY = MemoryMarshal.Cast<double, Vector<double>>(y);
        for (int i = 0; i < wideX.Length; i++) wideX[i] += wideY[i] * factor;
        for (int i = wideX.Length * Vector<double>.Count; i < x.Length; i++) x[i] += y[i] * factor;
    }

    private static void Scale(Span<double> x, double factor)
    {
        for (int i = 0; i < x.Length; i++) x[i] *= factor;
    }
}
