using System.Numerics;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Attention;

/// <summary>
/// A packed matrix whose sequences are brought together and put back: the rows of one sequence lie apart in it, and small products want them side by
/// side.
/// </summary>
/// <param name="matrix">The packed matrix.</param>
/// <param name="offsets">Where each step's rows begin.</param>
internal readonly unsafe struct SequenceRows<T, TLanes>(Matrix<T> matrix, int* offsets)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    /// <summary>Whether there is a matrix.</summary>
    public bool Exist => matrix.Pointer != null;

    /// <summary>The start of the row of a sequence's step.</summary>
    public T* Row(int sequence, int step) => matrix.Row(offsets[step] + sequence);

    /// <summary>Copies some columns of a sequence, <c>[length, width]</c>, into a matrix of that shape, times a factor.</summary>
    public void Gather(int sequence, int column, T factor, Matrix<T> target)
    {
        TLanes factors = TLanes.Broadcast(factor);
        for (int step = 0; step < target.Rows; step++)
        {
            T* from = Row(sequence, step) + column, to = target.Row(step);
            int i = 0;
            for (; i + TLanes.Count <= target.Columns; i += TLanes.Count) TLanes.Store(TLanes.Load(from + i) * factors, to + i);
            for (; i < target.Columns; i++) to[i] = from[i] * factor;
        }
    }

    /// <summary>Copies some columns of a sequence into a matrix.</summary>
    public void Gather(int sequence, int column, Matrix<T> target)
    {
        for (int step = 0; step < target.Rows; step++)
            new Span<T>(Row(sequence, step) + column, target.Columns).CopyTo(new Span<T>(target.Row(step), target.Columns));
    }

    /// <summary>Copies a matrix into some columns of a sequence.</summary>
    public void Scatter(Matrix<T> source, int sequence, int column)
    {
        for (int step = 0; step < source.Rows; step++)
            new Span<T>(source.Row(step), source.Columns).CopyTo(new Span<T>(Row(sequence, step) + column, source.Columns));
    }

    /// <summary>Adds a matrix to some columns of a sequence.</summary>
    public void Add(Matrix<T> source, int sequence, int column)
    {
        for (int step = 0; step < source.Rows; step++)
        {
            T* from = source.Row(step), to = Row(sequence, step) + column;
            int i = 0;
            for (; i + TLanes.Count <= source.Columns; i += TLanes.Count) TLanes.Store(TLanes.Load(to + i) + TLanes.Load(from + i), to + i);
            for (; i < source.Columns; i++) to[i] += from[i];
        }
    }
}
