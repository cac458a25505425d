using Rnnctl.Compute;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Runs.Bench;

/// <summary>The device's own measured peak: the rate of a large square matrix product, against which every row of <c>rnnctl bench</c> is held.</summary>
internal static class PeakProduct
{
    private const int Size = 1024;

    /// <summary>Floating-point operations per nanosecond (GFLOP/s) of a product of two matrices <c>[1024, 1024]</c>.</summary>
    public static double Measure(Backend<float> backend, double seconds)
    {
        using Storage<float> a = backend.Allocate<float>(Size * Size), b = backend.Allocate<float>(Size * Size), c = backend.Allocate<float>(Size * Size);
        Tensor<float> left = Square(a), right = Square(b), product = Square(c);
        backend.Fill(left, 0.5f);
        backend.Fill(right, 0.25f);
        Timings timings = Timings.Of(() => backend.Product(left, right, product, accumulate: false), seconds);
        return 2.0 * Size * Size * Size / timings.Median / 1e9;
    }

    private static Tensor<float> Square(Storage<float> storage) => new(storage, 0, Size, Size);
}
