using System.Numerics;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Threading;

namespace Rnnctl.Compute.Cpu.Rows;

/// <summary>Row by row, the column of the largest value; of equal ones the first.</summary>
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
