using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Cpu.Memory;

/// <summary>A tensor for the CPU's loops: a pointer and a shape.</summary>
/// <typeparam name="TElement">The element.</typeparam>
internal readonly unsafe struct Matrix<TElement>
    where TElement : unmanaged
{
    /// <summary>Converts a tensor of this backend; null and empty for <c>default</c>.</summary>
    public Matrix(Tensor<TElement> tensor)
    {
        Pointer = tensor.Storage is null ? null : ((CpuStorage<TElement>)tensor.Storage).Pointer + tensor.Offset;
        if (!tensor.IsEmpty) RequireInside(tensor);
        Rows = tensor.Rows;
        Columns = tensor.Columns;
        Stride = tensor.Stride;
    }

    /// <summary>Creates a matrix from a pointer.</summary>
    public Matrix(TElement* pointer, int rows, int columns, int stride)
    {
        Pointer = pointer;
        Rows = rows;
        Columns = columns;
        Stride = stride;
    }

    /// <summary>The first element.</summary>
    public TElement* Pointer { get; }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>The number of elements from the start of one row to the start of the next.</summary>
    public int Stride { get; }

    /// <summary>The start of a row.</summary>
    public TElement* Row(int row) => Pointer + ((nint)row * Stride);

    /// <summary>The last check before pointers are used: a tensor that exceeds its memory is a defect and must not give wrong numbers.</summary>
    private static void RequireInside(Tensor<TElement> tensor)
    {
        long end = tensor.Offset + ((tensor.Rows - 1L) * tensor.Stride) + tensor.Columns;
        if (tensor.Offset < 0 || end > tensor.Storage.Length)
            throw new InvalidOperationException($"a tensor {tensor.Shape} ends at element {end} of memory that holds {tensor.Storage.Length}");
    }
}
