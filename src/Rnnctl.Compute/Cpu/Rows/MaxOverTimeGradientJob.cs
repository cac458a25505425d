using System.Numerics;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Threading;

namespace Rnnctl.Compute.Cpu.Rows;

/// <summary>gradient[rows[s, c], c] ← itself + upstream[s, c]. No two sequences share a row, so that threads never write to the same element.</summary>
internal readonly unsafe struct MaxOverTimeGradientJob<T>(Matrix<T> upstream, int* rows, Matrix<T> gradient) : IParallelJob
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc />
    public void Run(int part, int parts)
    {
        (int first, int last) = Share.Of(upstream.Rows, part, parts);
        for (int sequence = first; sequence < last; sequence++)
        {
            int* places = rows + ((nint)sequence * upstream.Columns);
            for (int column = 0; column < upstream.Columns; column++) gradient.Row(places[column])[column] += upstream.Row(sequence)[column];
        }
    }
}
