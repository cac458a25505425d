using System.Numerics;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Testing.Operations;

/// <summary>C ← op(A) op(B) and C ← C + op(A) op(B), <c>[M, K] [K, N] = [M, N]</c>, in all eight combinations.</summary>
/// <param name="m">The number of rows of C.</param>
/// <param name="k">The depth.</param>
/// <param name="n">The number of columns of C.</param>
/// <param name="margin">The margin; the matrices have zero to two margins, depending on the combination.</param>
internal sealed class ProductCase(int m, int k, int n, int margin) : OperationCase($"product {m}x{k} by {k}x{n}, margin {margin}")
{
    /// <summary>C ← op(A) op(B), or C ← C + op(A) op(B).</summary>
    public delegate void Multiplication<T>(MatrixOperand<T> a, MatrixOperand<T> b, Tensor<T> c, bool accumulate)
        where T : unmanaged;

    /// <summary>Runs the same products with another implementation, for matrices on a device.</summary>
    public Trial<T> DrawFor<T>(PhiloxRandom random, Func<Workspace<T>, Multiplication<T>> multiplication)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[,] a = Matrices.Random<T>(random, m, k), b = Matrices.Random<T>(random, k, n), start = Matrices.Random<T>(random, m, n);
        double[,] product = new double[m, n], magnitude = new double[m, n];
        for (int row = 0; row < m; row++)
        {
            for (int column = 0; column < n; column++)
            {
                for (int depth = 0; depth < k; depth++)
                {
                    product[row, column] += a[row, depth] * b[depth, column];
                    magnitude[row, column] += Math.Abs(a[row, depth] * b[depth, column]);
                }
            }
        }

        Combination[] combinations =
            [.. Enumerable.Range(0, 8).Select(bits => new Combination((bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, bits % 3 * margin))];
        return new Trial<T>(
            workspace => [.. combinations.Select(combination => combination.Run(workspace, multiplication(workspace), a, b, start))],
            [.. combinations.Select(combination => combination.Expect(product, magnitude, start, ((2 * k) + 4) * Rounding.Unit<T>()))]);
    }

    protected override Trial<T> Draw<T>(PhiloxRandom random) => DrawFor<T>(random, workspace => workspace.Backend.Product);

    /// <summary>The combinations: whether A and B are transposed in memory, whether the product is added to C, and the margins of the matrices.</summary>
    private sealed record Combination(bool TransposedA, bool TransposedB, bool Accumulated, int Margin)
    {
        public double[,] Run<T>(Workspace<T> workspace, Multiplication<T> multiply, double[,] a, double[,] b, double[,] start)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            // A matrix that is not read may hold any numbers.
            double[,] before = Accumulated ? start : Matrices.Of(start.GetLength(0), start.GetLength(1), (_, _) => double.NaN);
            PlacedMatrix<T> c = workspace.Place(before, Margin), left = workspace.Place(TransposedA ? Transpose(a) : a, Margin);
            PlacedMatrix<T> right = workspace.Place(TransposedB ? Transpose(b) : b, Margin);
            multiply(new MatrixOperand<T>(left, TransposedA), new MatrixOperand<T>(right, TransposedB), c, Accumulated);
            return c.Read();
        }

        /// <summary>An element is a chain of K fused multiply-adds, or of K products and sums (Higham 2002, 3.1).</summary>
        public Expectation Expect(double[,] product, double[,] magnitude, double[,] start, double error)
        {
            double added = Accumulated ? 1 : 0;
            return new Expectation(
                ToString(),
                Matrices.Of(start.GetLength(0), start.GetLength(1), (row, column) => product[row, column] + (added * start[row, column])),
                (row, column) => error * (magnitude[row, column] + (added * Math.Abs(start[row, column]))));
        }

        private static double[,] Transpose(double[,] x) => Matrices.Of(x.GetLength(1), x.GetLength(0), (row, column) => x[column, row]);
    }
}
