using System.Numerics;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Threading;

namespace Rnnctl.Compute.Cpu.Elementwise;

/// <summary>Σ x² in double, block by block, so that the order of the additions does not depend on the number of threads.</summary>
internal readonly unsafe struct SquaresJob<T>(Matrix<T> x, double* sums) : IParallelJob
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Block = 4096;

    /// <summary>How many blocks, and so partial sums, a matrix has.</summary>
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

    /// <summary>Four independent chains of additions keep the adders busy; the double keeps what a float would round away.</summary>
    private static double SumOfSquares(T* x, int count)
    {
        double sum0 = 0, sum1 = 0, sum2 = 0, sum3 = 0;
        int i = 0;
        for (; i + 4 <= count; i += 4)
        {
            sum0 += Square(x[i]);
            sum1 += Square(x[i + 1]);
            sum2 += Square(x[i + 2]);
            sum3 += Square(x[i + 3]);
        }

        for (; i < count; i++) sum0 += Square(x[i]);
        return sum0 + sum1 + (sum2 + sum3);
    }

    private static double Square(T x)
    {
        double wide = double.CreateTruncating(x);
        return wide * wide;
    }
}
