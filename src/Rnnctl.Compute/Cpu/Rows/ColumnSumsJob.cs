using System.Numerics;
using System.Runtime.CompilerServices;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Threading;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Rows;

/// <summary>Adds the sum of all rows of a matrix to a row. Threads share the columns, so that each sum has a fixed order.</summary>
internal readonly unsafe struct ColumnSumsJob<T, TLanes>(Matrix<T> source, T* sum) : IParallelJob
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    /// <inheritdoc />
    public void Run(int part, int parts)
    {
        int strip = 4 * TLanes.Count;
        (int first, int last) = Share.Of((source.Columns + strip - 1) / strip, part, parts);
        int column = first * strip;
        int end = Math.Min(last * strip, source.Columns);
        for (; column + strip <= end; column += strip) SumStrip(column);
        for (; column < end; column++) SumColumn(column);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SumStrip(int column)
    {
        int width = TLanes.Count;
        T* target = sum + column;
        TLanes sum0 = TLanes.Load(target), sum1 = TLanes.Load(target + width);
        TLanes sum2 = TLanes.Load(target + (2 * width)), sum3 = TLanes.Load(target + (3 * width));
        for (int row = 0; row < source.Rows; row++)
        {
            T* x = source.Row(row) + column;
            sum0 += TLanes.Load(x);
            sum1 += TLanes.Load(x + width);
            sum2 += TLanes.Load(x + (2 * width));
            sum3 += TLanes.Load(x + (3 * width));
        }

        TLanes.Store(sum0, target);
        TLanes.Store(sum1, target + width);
        TLanes.Store(sum2, target + (2 * width));
        TLanes.Store(sum3, target + (3 * width));
    }

    private void SumColumn(int column)
    {
        T total = sum[column];
        for (int row = 0; row < source.Rows; row++) total += source.Row(row)[column];
        sum[column] = total;
    }
}
