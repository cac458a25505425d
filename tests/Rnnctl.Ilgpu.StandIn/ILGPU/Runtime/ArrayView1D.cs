// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
namespace ILGPU.Runtime;

/// <summary>A view along one axis.</summary>
/// <typeparam name="T">The element.</typeparam>
/// <typeparam name="TStride">How the elements lie behind each other.</typeparam>
public readonly struct ArrayView1D<T, TStride>
    where T : unmanaged
    where TStride : struct
{
    internal ArrayView1D(ArrayView<T> baseView) => BaseView = baseView;

    /// <summary>The elements.</summary>
    public ArrayView<T> BaseView { get; }
}
