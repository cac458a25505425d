using ILGPU;
using Rnnctl.Ilgpu.Memory;
using Rnnctl.Ilgpu.Numbers;

namespace Rnnctl.Ilgpu.Kernels.Products;

/// <summary>
/// C ← beta C + A B in tiles of <see cref="Side"/> × <see cref="Side"/>: a group loads a slab of A and a slab of B into shared memory, and each thread keeps 4
/// × 4 elements of C in registers.
/// </summary>
/// <param name="a">A, <c>[M, K]</c>.</param>
/// <param name="b">B transposed, <c>[N, K]</c>.</param>
/// <param name="inner">K.</param>
/// <param name="accumulate">Whether beta is 1, else 0.</param>
/// <param name="c">C, <c>[M, N]</c>.</param>
internal readonly struct TiledProductKernel<TReal>(
    ProductOperand<TReal> a, ProductOperand<TReal> b, int inner, int accumulate, DeviceMatrix<TReal> c) : IGroupKernel
    where TReal : unmanaged, IDeviceReal<TReal>
{
    /// <summary>The number of rows and of columns of a tile of C.</summary>
    public const int Side = 64;

    /// <summary>The exact number of threads of a group.</summary>
    public const int Threads = 256;

    private const int Depth = 16;
    private const int ThreadsInRow = 16;

    /// <summary>The number of tiles that cover a matrix.</summary>
    public static int Tiles(int rows, int columns) => (rows + Side - 1) / Side * ((columns + Side - 1) / Side);

    /// <inheritdoc />
    public void Run(int piece)
    {
        ArrayView<TReal> left = SharedMemory.Allocate<TReal>(Side * Depth), right = SharedMemory.Allocate<TReal>(Side * Depth);
        int tilesInRow = (c.Columns + Side - 1) / Side;
        int firstRow = piece / tilesInRow * Side, firstColumn = piece % tilesInRow * Side;
        int row = Group.IdxX / ThreadsInRow * 4, column = Group.IdxX % ThreadsInRow * 4;
        Quad<TReal> c0 = default, c1 = default, c2 = default, c3 = default;
        for (int k = 0; k < inner; k += Depth)
        {
            LoadSlab(a, firstRow, c.Rows, k, left);
            LoadSlab(b, firstColumn, c.Columns, k, right);
            GroupBarrier.Wait();
            for (int depth = 0; depth < Depth; depth++)
            {
                Quad<TReal> x = Quad<TReal>.Load(left, (depth * Side) + row), y = Quad<TReal>.Load(right, (depth * Side) + column);
                c0 = Quad<TReal>.MultiplyAdd(x.First, y, c0);
                c1 = Quad<TReal>.MultiplyAdd(x.Second, y, c1);
                c2 = Quad<TReal>.MultiplyAdd(x.Third, y, c2);
                c3 = Quad<TReal>.MultiplyAdd(x.Fourth, y, c3);
            }

            GroupBarrier.Wait();
        }

        Store(firstRow + row, firstColumn + column, c0);
        Store(firstRow + row + 1, firstColumn + column, c1);
        Store(firstRow + row + 2, firstColumn + column, c2);
        Store(firstRow + row + 3, firstColumn + column, c3);
    }

    /// <summary>Loads <see cref="Side"/> rows of <c>Depth</c> numbers into shared memory, the rows side by side, with zeros beyond the matrix.</summary>
    private void LoadSlab(ProductOperand<TReal> matrix, int firstRow, int rows, int firstInner, ArrayView<TReal> slab)
    {
        for (int i = Group.IdxX; i < Side * Depth; i += Threads)
        {
            // Neighbouring threads read neighbouring elements.
            int row = matrix.IsRowMajor ? i / Depth : i % Side;
            int depth = matrix.IsRowMajor ? i % Depth : i / Side;
            bool inside = firstRow + row < rows && firstInner + depth < inner;
            slab[(depth * Side) + row] = inside ? matrix[firstRow + row, firstInner + depth] : TReal.Constant(0);
        }
    }

    private void Store(int row, int column, Quad<TReal> sums)
    {
        if (row >= c.Rows) return;
        StoreOne(row, column, sums.First);
        StoreOne(row, column + 1, sums.Second);
        StoreOne(row, column + 2, sums.Third);
        StoreOne(row, column + 3, sums.Fourth);
    }

    private void StoreOne(int row, int column, TReal sum)
    {
        if (column >= c.Columns) return;
        c[row, column] = accumulate != 0 ? c[row, column] + sum : sum;
    }
}
