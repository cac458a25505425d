using System.Numerics;
using System.Runtime.CompilerServices;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Threading;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Elementwise;

/// <summary>
/// Σ x² block by block, so that the order of the additions does not depend on the number of threads; a block's sum is taken in T, its own rounding being
/// far below what a norm is good for, the blocks' sum in double.
/// </summary>
internal readonly unsafe struct SquaresJob<T, TLanes>(Matrix<T> x, double* sums) : IParallelJob
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
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

    /// <summary>Four independent chains of additions keep the adders busy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double SumOfSquares(T* x, int count)
    {
        int width = TLanes.Count;
        TLanes sum0 = TLanes.Zero, sum1 = TLanes.Zero, sum2 = TLanes.Zero, sum3 = TLanes.Zero;
        int i = 0;
        for (; i + (4 * width) <= count; i += 4 * width)
        {
            TLanes x0 = TLanes.Load(x + i), x1 = TLanes.Load(x + i + width);
            TLanes x2 = TLanes.Load(x + i + (2 * width)), x3 = TLanes.Load(x + i + (3 * width));
            sum0 = TLanes.MultiplyAdd(x0, x0, sum0);
            sum1 = TLanes.MultiplyAdd(x1, x1, sum1);
            sum2 = TLanes.MultiplyAdd(x2, x2, sum2);
            sum3 = TLanes.MultiplyAdd(x3, x3, sum3);
        }

        T sum = TLanes.Sum(sum0 + sum1 + (sum2 + sum3));
        for (; i < count; i++) sum += x[i] * x[i];
        return double.CreateTruncating(sum);
    }
}
