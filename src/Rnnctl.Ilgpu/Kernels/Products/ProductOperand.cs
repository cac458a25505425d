using ILGPU;

namespace Rnnctl.Ilgpu.Kernels.Products;

/// <summary>A matrix as a product reads it, as it lies in memory or transposed.</summary>
/// <param name="elements">The elements from the first on.</param>
/// <param name="rowStep">How many elements lie between neighbours in a column.</param>
/// <param name="columnStep">How many elements lie between neighbours in a row.</param>
internal readonly struct ProductOperand<TReal>(ArrayView<TReal> elements, int rowStep, int columnStep)
    where TReal : unmanaged
{
    /// <summary>Whether neighbours in a row are neighbours in memory.</summary>
    public bool IsRowMajor => columnStep == 1;

    /// <summary>The element at a row and a column.</summary>
    public TReal this[int row, int column] => elements[(row * rowStep) + (column * columnStep)];
}
