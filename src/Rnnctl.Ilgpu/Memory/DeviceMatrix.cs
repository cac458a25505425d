using ILGPU;

namespace Rnnctl.Ilgpu.Memory;

/// <summary>A matrix <c>[rows, columns]</c> in a device's memory, for kernels.</summary>
/// <param name="elements">The elements from the first on.</param>
/// <param name="rows">The number of rows.</param>
/// <param name="columns">The number of columns.</param>
/// <param name="stride">The number of elements from the start of one row to the start of the next.</param>
/// <typeparam name="TElement">The element.</typeparam>
internal readonly struct DeviceMatrix<TElement>(ArrayView<TElement> elements, int rows, int columns, int stride)
    where TElement : unmanaged
{
    private readonly ArrayView<TElement> _elements = elements;

    public int Rows { get; } = rows;

    public int Columns { get; } = columns;

    public int Stride { get; } = stride;

    public int Count => Rows * Columns;

    /// <summary>The element at a row and a column.</summary>
    public ref TElement this[int row, int column] => ref _elements[(row * Stride) + column];

    /// <summary>The element at an index, counted row by row.</summary>
    public ref TElement this[int index] => ref this[index / Columns, index % Columns];

    /// <summary>The elements from the first on, for libraries.</summary>
    public ArrayView<TElement> Elements => _elements;

    /// <summary>A row.</summary>
    public ArrayView<TElement> Row(int row) => _elements.SubView(row * Stride, Columns);

    /// <summary>Rows from <paramref name="first"/> on. With no rows it keeps the first row's memory, because a kernel's argument must not be empty.</summary>
    public DeviceMatrix<TElement> SliceRows(int first, int count)
    {
        if (count == 0) return new(_elements, 0, Columns, Stride);
        return new(_elements.SubView(first * Stride, ((count - 1) * Stride) + Columns), count, Columns, Stride);
    }
}
