using ILGPU;

namespace Rnnctl.Ilgpu.Kernels.Products;

/// <summary>A matrix operand of a product: a matrix or its transpose.</summary>
/// <param name="elements">The elements from the first on.</param>
/// <param name="rowStep">The distance in memory between neighbours in a column.</param>
/// <param name="columnStep">The distance in memory between neighbours in a row.</param>
internal readonly struct ProductOperand<TReal>(ArrayView<TReal> elements, int rowStep, int columnStep)
    where TReal : unmanaged
{
    /// <summary>Whether neighbours in a row are neighbours in memory.</summary>
    public bool IsRowMajor => columnStep == 1;

    /// <summary>The element at a row and a column.</summary>
    public TReal this[int row, int column] => elements[(row * rowStep) + (column * columnStep)];
}
