using System.Numerics;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Threading;

namespace Rnnctl.Compute.Cpu.Rows;

/// <summary>The column of the largest element of each row; the first column if several are equal.</summary>
internal readonly unsafe struct ArgMaxJob<T>(Matrix<T> source, int* target) : IParallelJob
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc />
    public void Run(int part, int parts)
    {
        (int first, int last) = Share.Of(source.Rows, part, parts);
        for (int row = first; row < last; row++) target[row] = ArgMax(source.Row(row), source.Columns);
    }

    private static int ArgMax(T* x, int count)
    {
        int best = 0;
        for (int i = 1; i < count; i++)
        {
            if (x[i] > x[best]) best = i;
        }

        return best;
    }
}
