using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Randomness;

namespace Rnnctl.Compute.Tests.Cpu;

/// <summary>What the tests of the CPU backend share: its widths and thread counts, random matrices, and a look at every element.</summary>
internal static class CpuDevices
{
    /// <summary>Runs a check on backends of every width with 1, 2 and 3 threads.</summary>
    public static void ForEach<T>(Action<Backend<T>> check)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (int width in CpuDevice.Widths<T>())
        {
            for (int threads = 1; threads <= 3; threads++)
            {
                using Backend<T> backend = CpuDevice.Open<T>(threads, width);
                check(backend);
            }
        }
    }

    /// <summary>The largest relative error of one rounding: 2^-24 or 2^-53.</summary>
    public static double UnitRoundoff<T>() => typeof(T) == typeof(float) ? 1.0 / (1 << 24) : 1.0 / (1L << 53);

    /// <summary>A matrix of numbers between -1 and 1 that T holds exactly.</summary>
    public static double[,] RandomMatrix<T>(PhiloxRandom random, int rows, int columns, double scale = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[,] values = new double[rows, columns];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
                values[row, column] = double.CreateChecked(T.CreateChecked(scale * ((2 * random.NextDouble()) - 1)));
        }

        return values;
    }

    /// <summary>Compares two matrices, each element with its own bound.</summary>
    public static void AssertClose(double[,] expected, double[,] actual, Func<int, int, double> bound, string what)
    {
        Assert.Equal((expected.GetLength(0), expected.GetLength(1)), (actual.GetLength(0), actual.GetLength(1)));
        for (int row = 0; row < expected.GetLength(0); row++)
        {
            for (int column = 0; column < expected.GetLength(1); column++)
            {
                if (Math.Abs(expected[row, column] - actual[row, column]) <= bound(row, column)) continue;
                Assert.Fail(
                    $"{what}: [{row}, {column}] is {actual[row, column]:R}, not {expected[row, column]:R} within {bound(row, column):R}");
            }
        }
    }

    /// <summary>The matrix that a formula of row and column describes.</summary>
    public static double[,] Matrix(int rows, int columns, Func<int, int, double> element)
    {
        double[,] values = new double[rows, columns];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++) values[row, column] = element(row, column);
        }

        return values;
    }
}
