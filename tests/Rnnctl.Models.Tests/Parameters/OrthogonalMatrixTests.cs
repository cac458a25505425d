using Rnnctl.Compute.Randomness;
using Rnnctl.Models.Parameters;

namespace Rnnctl.Models.Tests.Parameters;

public class OrthogonalMatrixTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 7)]
    [InlineData(17, 17)]
    [InlineData(128, 128)]
    public void Its_rows_are_orthonormal(int rows, int columns)
    {
        double[] matrix = Fill(rows, columns, seed: 3);
        for (int row = 0; row < rows; row++)
        {
            for (int other = 0; other <= row; other++)
                Assert.Equal(row == other ? 1 : 0, Dot(matrix, row, other, columns), 1e-12);
        }
    }

    [Fact]
    public void A_single_number_is_one_or_minus_one()
    {
        double[] drawn = [.. Enumerable.Range(0, 40).Select(seed => Fill(1, 1, (ulong)seed)[0])];
        Assert.All(drawn, number => Assert.Equal(1, Math.Abs(number), 1e-12));
        Assert.Equal([-1, 1], drawn.Select(Math.Sign).Distinct().Order());
    }

    [Fact]
    public void Rotations_and_reflections_are_equally_frequent()
    {
        int turns = 0;
        for (ulong seed = 0; seed < 1000; seed++)
        {
            double[] m = Fill(2, 2, seed);
            double determinant = (m[0] * m[3]) - (m[1] * m[2]);
            Assert.Equal(1, Math.Abs(determinant), 1e-12);
            if (determinant > 0) turns++;
        }

        // Six standard deviations of 1000 tosses are 95.
        Assert.InRange(turns, 405, 595);
    }

    [Fact]
    public void More_rows_than_columns_cannot_be_orthogonal()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Fill(3, 2, seed: 1));
    }

    private static double[] Fill(int rows, int columns, ulong seed)
    {
        var matrix = new double[rows * columns];
        OrthogonalMatrix.Fill(matrix, rows, columns, new PhiloxRandom(seed, stream: 0));
        return matrix;
    }

    private static double Dot(double[] matrix, int row, int other, int columns)
    {
        double sum = 0;
        for (int column = 0; column < columns; column++) sum += matrix[(row * columns) + column] * matrix[(other * columns) + column];
        return sum;
    }
}
