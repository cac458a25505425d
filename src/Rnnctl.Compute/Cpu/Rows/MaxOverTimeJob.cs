using System.Numerics;
using System.Runtime.CompilerServices;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Threading;

namespace Rnnctl.Compute.Cpu.Rows;

/// <summary>The maximum over time of each sequence and column, and its row. Of equal values the first counts.</summary>
internal readonly unsafe struct MaxOverTimeJob<T>(Matrix<T> source, int* offsets, int* lengths, Matrix<T> target, int* rows) : IParallelJob
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc />
    public void Run(int part, int parts)
    {
        (int first, int last) = Share.Of(target.Rows, part, parts);
        for (int sequence = first; sequence < last; sequence++)
        {
            T* largest = target.Row(sequence);
            int* places = rows + ((nint)sequence * target.Columns);
            new ReadOnlySpan<T>(source.Row(sequence), target.Columns).CopyTo(new Span<T>(largest, target.Columns));
            new Span<int>(places, target.Columns).Fill(sequence);
            for (int step = 1; step < lengths[sequence]; step++) TakeLarger(offsets[step] + sequence, largest, places);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TakeLarger(int row, T* largest, int* places)
    {
        T* x = source.Row(row);
        for (int column = 0; column < target.Columns; column++)
        {
            if (!(x[column] > largest[column])) continue;
            largest[column] = x[column];
            places[column] = row;
        }
    }
}
