using ILGPU;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Products;

/// <summary>Four numbers in registers.</summary>
internal readonly struct Quad<TReal>(TReal first, TReal second, TReal third, TReal fourth)
    where TReal : unmanaged, IDeviceReal<TReal>
{
    public TReal First { get; } = first;

    public TReal Second { get; } = second;

    public TReal Third { get; } = third;

    public TReal Fourth { get; } = fourth;

    /// <summary>Four neighbouring elements.</summary>
    public static Quad<TReal> Load(ArrayView<TReal> source, int start) => new(source[start], source[start + 1], source[start + 2], source[start + 3]);

    /// <summary>x y + z for each of the four numbers.</summary>
    public static Quad<TReal> MultiplyAdd(TReal x, Quad<TReal> y, Quad<TReal> z) => new(
        TReal.MultiplyAdd(x, y.First, z.First),
        TReal.MultiplyAdd(x, y.Second, z.Second),
        TReal.MultiplyAdd(x, y.Third, z.Third),
        TReal.MultiplyAdd(x, y.Fourth, z.Fourth));
}
