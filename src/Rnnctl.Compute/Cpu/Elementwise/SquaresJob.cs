using System.Numerics;
using System.Runtime.CompilerServices;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Threading;

namespace Rnnctl.Compute.Cpu.Elementwise;

/// <summary>
/// Σ x² in double precision, where the square of a large float does not overflow. The sum is computed in blocks, so that the order of additions does not depend
/// on the number of threads.
/// </summary>
internal readonly unsafe struct SquaresJob<T>(Matrix<T> x, double* sums) : IParallelJob
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Block = 4096;

    /// <summary>The number of blocks of a matrix; each has a partial sum.</summary>
    public static int Blocks(Matrix<T> x) => x.Rows * BlocksOfRow(x.Columns);

    /// <inheritdoc />
    public void Run(int part, int parts)
    {
        int blocksOfRow = BlocksOfRow(x.Columns);
        (int first, int last) = Share.Of(Blocks(x), part, parts);
        for (int block = first; block < last; block++)
        {
            int column = block % blocksOfRow * Block;
            sums[block] = SumOfSquares(x.Row(block / blocksOfRow) + column, Math.Min(Block, x.Columns - column));
        }
    }

    private static int BlocksOfRow(int columns) => (columns + Block - 1) / Block;

    private static double SumOfSquares(T* x, int count) =>
        typeof(T) == typeof(float) ? SumOfSquares((float*)x, count) : SumOfSquares((double*)x, count);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double SumOfSquares(float* x, int count)
    {
        Vector<double> lowerSum = Vector<double>.Zero, upperSum = Vector<double>.Zero;
        int i = 0;
        for (; i + Vector<float>.Count <= count; i += Vector<float>.Count)
        {
            Vector.Widen(Vector.Load(x + i), out Vector<double> lower, out Vector<double> upper);
            lowerSum += lower * lower;
            upperSum += upper * upper;
        }

        double sum = Vector.Sum(lowerSum + upperSum);
        for (; i < count; i++) sum += (double)x[i] * x[i];
        return sum;
    }

    private static double SumOfSquares(double* x, int count)
    {
        double sum = 0;
        for (int i = 0; i < count; i++) sum += x[i] * x[i];
        return sum;
    }
}
