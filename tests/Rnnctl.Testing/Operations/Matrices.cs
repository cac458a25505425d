using System.Numerics;
using Rnnctl.Compute.Randomness;

namespace Rnnctl.Testing.Operations;

/// <summary>Creates matrices for references and inputs.</summary>
internal static class Matrices
{
    /// <summary>Creates a matrix from a formula of row and column.</summary>
    public static double[,] Of(int rows, int columns, Func<int, int, double> element)
    {
        double[,] values = new double[rows, columns];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++) values[row, column] = element(row, column);
        }

        return values;
    }

    /// <summary>A matrix of one row.</summary>
    public static double[,] Row(params ReadOnlySpan<double> values)
    {
        double[,] row = new double[1, values.Length];
        for (int i = 0; i < values.Length; i++) row[0, i] = values[i];
        return row;
    }

    /// <summary>Random numbers between -1 and 1, times a scale, that T represents exactly.</summary>
    public static double[,] Random<T>(PhiloxRandom random, int rows, int columns, double scale = 1)
        where T : unmanaged, IFloatingPointIeee754<T> => Of(rows, columns, (_, _) => Rounding.To<T>(scale * ((2 * random.NextDouble()) - 1)));

    /// <summary>The elements of a row.</summary>
    public static double[] RowOf(double[,] values, int row) => [.. Enumerable.Range(0, values.GetLength(1)).Select(column => values[row, column])];
}
