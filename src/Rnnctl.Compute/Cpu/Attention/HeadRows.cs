using System.Numerics;
using Rnnctl.Compute.Cpu.Memory;
using Rnnctl.Compute.Cpu.Rows;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Numbers;

namespace Rnnctl.Compute.Cpu.Attention;

/// <summary>The columns of one head of one sequence, <c>[T, width]</c>, in place in a packed matrix, or gathered.</summary>
/// <param name="start">The address of the sequence's row for a step offset of 0, at the head's first column.</param>
/// <param name="stride">The distance between rows of the packed matrix.</param>
/// <param name="offsets">The first row of each step; null if the rows are contiguous.</param>
/// <param name="rows">T.</param>
/// <param name="columns">The head's width.</param>
internal readonly unsafe struct HeadRows<T, TLanes>(T* start, nint stride, int* offsets, int rows, int columns)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    /// <summary>Whether there is a matrix.</summary>
    public bool Exist => start != null;

    /// <summary>T.</summary>
    public int Rows => rows;

    /// <summary>The head's width.</summary>
    public int Columns => columns;

    /// <summary>The start of a step's row.</summary>
    public T* Row(int step) => start + ((offsets == null ? step : offsets[step]) * stride);

    /// <summary>The rows as a matrix <c>[T, width]</c>; copied to the given memory unless they are contiguous.</summary>
    public Matrix<T> AsMatrix(T* target)
    {
        if (offsets == null) return new(start, rows, columns, (int)stride);
        for (int step = 0; step < rows; step++) new Span<T>(Row(step), columns).CopyTo(new Span<T>(target + ((nint)step * columns), columns));
        return new(target, rows, columns, columns);
    }

    /// <summary>Copies a matrix <c>[T, width]</c> into the rows.</summary>
    public void Scatter(Matrix<T> source)
    {
        for (int step = 0; step < rows; step++) new Span<T>(source.Row(step), columns).CopyTo(new Span<T>(Row(step), columns));
    }

    /// <summary>Adds a matrix <c>[T, width]</c> to the rows.</summary>
    public void Add(Matrix<T> source)
    {
        for (int step = 0; step < rows; step++) RowLoop<T, TLanes>.Map(default(PerElement<T, Accumulate>), columns, Row(step), source.Row(step));
    }
}
