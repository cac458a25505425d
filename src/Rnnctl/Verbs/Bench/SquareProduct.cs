using System.Diagnostics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Verbs.Bench;

/// <summary>The product C = A B of square matrices, to be timed.</summary>
internal sealed class SquareProduct : IDisposable
{
    private readonly Backend<float> _backend;
    private readonly Storage<float> _a, _b, _c;

    /// <param name="backend">The device.</param>
    /// <param name="size">The rows and columns of each matrix.</param>
    public SquareProduct(Backend<float> backend, int size)
    {
        (_backend, Size) = (backend, size);
        int count = TensorSize.Of(size, size);
        (_a, _b, _c) = (backend.Allocate<float>(count), backend.Allocate<float>(count), backend.Allocate<float>(count));
        backend.Fill(Square(_a), 0.5f);
        backend.Fill(Square(_b), 0.25f);
        backend.Fill(Square(_c), 0);
        backend.Synchronize();
    }

    /// <summary>The rows and columns of each matrix.</summary>
    public int Size { get; }

    /// <summary>Floating-point operations of a product; a multiplication and an addition count as two.</summary>
    public double Operations => 2.0 * Size * Size * Size;

    /// <summary>Multiplies once, waits for the device and returns the seconds.</summary>
    public double Multiply()
    {
        long began = Stopwatch.GetTimestamp();
        _backend.Product(Square(_a), Square(_b), Square(_c), accumulate: false);
        _backend.Synchronize();
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    public void Dispose()
    {
        _a.Dispose();
        _b.Dispose();
        _c.Dispose();
    }

    private Tensor<float> Square(Storage<float> storage) => new(storage, 0, Size, Size);
}
