// Test code that stands in for ILGPU where its package cannot be restored; never shipped.
using System.Numerics;

namespace ILGPU.Runtime.Cuda;

/// <summary>NVIDIA's products of matrices that lie column after column, by a plain loop that looks at its arguments as strictly as cuBLAS does.</summary>
public sealed class CuBlas : IDisposable
{
    private CudaStream? _stream;

    /// <summary>The library on a GPU.</summary>
    /// <exception cref="DllNotFoundException">It is not installed.</exception>
    public CuBlas(CudaAccelerator accelerator)
    {
        if (!accelerator.HasBlas) throw new DllNotFoundException("the stand-in's GPU has no cuBLAS");
    }

    /// <summary>The library's version.</summary>
    public int Version { get; } = 130000;

    /// <summary>The queue on which it works.</summary>
    public CudaStream Stream
    {
        get => _stream ?? throw new InvalidOperationException("no stream was set");
        set => _stream = value;
    }

    /// <summary>C ← alpha op(A) op(B) + beta C.</summary>
    public void Gemm(
        CuBlasOperation transa,
        CuBlasOperation transb,
        int m,
        int n,
        int k,
        float alpha,
        ArrayView<float> a,
        int lda,
        ArrayView<float> b,
        int ldb,
        float beta,
        ArrayView<float> c,
        int ldc) => Multiply(new(a, lda, transa), new(b, ldb, transb), new(c, ldc, CuBlasOperation.NonTranspose), (m, n, k), alpha, beta);

    /// <summary>C ← alpha op(A) op(B) + beta C.</summary>
    public void Gemm(
        CuBlasOperation transa,
        CuBlasOperation transb,
        int m,
        int n,
        int k,
        double alpha,
        ArrayView<double> a,
        int lda,
        ArrayView<double> b,
        int ldb,
        double beta,
        ArrayView<double> c,
        int ldc) => Multiply(new(a, lda, transa), new(b, ldb, transb), new(c, ldc, CuBlasOperation.NonTranspose), (m, n, k), alpha, beta);

    /// <inheritdoc />
    public void Dispose() => _stream = null;

    private void Multiply<T>(Matrix<T> a, Matrix<T> b, Matrix<T> c, (int M, int N, int K) size, T alpha, T beta)
        where T : unmanaged, IFloatingPoint<T>
    {
        Stream.FinishCopies();
        if (size.M < 0 || size.N < 0 || size.K < 0 || !a.Holds(size.M, size.K) || !b.Holds(size.K, size.N) || !c.Holds(size.M, size.N))
            throw new CuBlasException($"leading dimensions {a.Leading}, {b.Leading}, {c.Leading} do not fit {size}");
        for (int row = 0; row < size.M; row++)
        {
            for (int column = 0; column < size.N; column++)
            {
                T sum = T.Zero;
                for (int i = 0; i < size.K; i++) sum += a[row, i] * b[i, column];

                // Where beta is 0, C is not read.
                c[row, column] = T.IsZero(beta) ? alpha * sum : (alpha * sum) + (beta * c[row, column]);
            }
        }
    }

    private readonly struct Matrix<T>(ArrayView<T> elements, int leading, CuBlasOperation operation)
        where T : unmanaged
    {
        public int Leading => leading;

        private bool IsTransposed => operation == CuBlasOperation.Transpose;

        public ref T this[int row, int column] => ref IsTransposed ? ref elements[(row * leading) + column] : ref elements[(column * leading) + row];

        public bool Holds(int rows, int columns) => leading >= Math.Max(1, IsTransposed ? columns : rows);
    }
}
