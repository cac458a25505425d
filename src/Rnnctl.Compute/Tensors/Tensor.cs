namespace Rnnctl.Compute.Tensors;

/// <summary>
/// A matrix <c>[rows, columns]</c> in a device's memory, stored by rows. A vector is a matrix with one row; a scalar has one row and one column. Slices share
/// the memory of the whole matrix; a slice of columns has a stride larger than its width. <c>default</c> means no tensor.
/// </summary>
/// <param name="Storage">The memory that holds the elements.</param>
/// <param name="Offset">The offset of the first element in the storage.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="Columns">The number of columns.</param>
/// <param name="Stride">The number of elements from the start of one row to the start of the next.</param>
/// <typeparam name="TElement">The element.</typeparam>
public readonly record struct Tensor<TElement>(Storage<TElement> Storage, int Offset, int Rows, int Columns, int Stride)
    where TElement : unmanaged
{
    /// <summary>A matrix whose rows follow each other without a gap.</summary>
    public Tensor(Storage<TElement> storage, int offset, int rows, int columns)
        : this(storage, offset, rows, columns, columns)
    {
    }

    /// <summary>Whether the tensor has no elements.</summary>
    public bool IsEmpty => Rows == 0 || Columns == 0;

    /// <summary>The number of elements, at most <see cref="TensorSize.Most"/>.</summary>
    public int Count => Rows * Columns;

    /// <summary>Whether the rows follow each other without a gap.</summary>
    public bool IsContiguous => Stride == Columns || Rows <= 1;

    /// <summary>The <paramref name="count"/> rows from <paramref name="first"/> on, in the same memory.</summary>
    public Tensor<TElement> SliceRows(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, Rows - count);
        return this with { Offset = Offset + (first * Stride), Rows = count };
    }

    /// <summary>The <paramref name="count"/> columns from <paramref name="first"/> on, in the same memory.</summary>
    public Tensor<TElement> SliceColumns(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, Columns - count);
        return this with { Offset = Offset + first, Columns = count };
    }

    /// <summary>All elements, row after row, as one row <c>[1, count]</c> in the same memory.</summary>
    /// <exception cref="InvalidOperationException">The rows do not follow each other without a gap.</exception>
    public Tensor<TElement> AsRow() => new(Storage, RequireContiguous(), 1, Count);

    /// <summary>All elements, row after row, as one column <c>[count, 1]</c> in the same memory.</summary>
    /// <exception cref="InvalidOperationException">The rows do not follow each other without a gap.</exception>
    public Tensor<TElement> AsColumn() => new(Storage, RequireContiguous(), Count, 1);

    /// <summary>The shape, for messages: <c>[12, 100]</c>.</summary>
    public string Shape => $"[{Rows}, {Columns}]";

    private int RequireContiguous() => IsContiguous ? Offset : throw new InvalidOperationException($"the rows of {Shape} have gaps between them");
}
