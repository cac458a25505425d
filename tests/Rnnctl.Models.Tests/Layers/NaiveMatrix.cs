namespace Rnnctl.Models.Tests.Layers;

/// <summary>Products of matrices that lie in memory row after row, by two loops.</summary>
internal static class NaiveMatrix
{
    /// <summary>W x.</summary>
    public static double[] Product(double[] weight, double[] x)
    {
        double[] y = new double[weight.Length / x.Length];
        for (int row = 0; row < y.Length; row++)
        {
            for (int column = 0; column < x.Length; column++) y[row] += weight[(row * x.Length) + column] * x[column];
        }

        return y;
    }

    /// <summary>W x + b.</summary>
    public static double[] Affine(double[] weight, double[] bias, double[] x) => Sum(Product(weight, x), bias);

    /// <summary>x + y.</summary>
    public static double[] Sum(double[] x, double[] y) => [.. x.Zip(y, (one, other) => one + other)];

    /// <summary>x · y.</summary>
    public static double Dot(double[] x, double[] y) => x.Zip(y, (one, other) => one * other).Sum();

    /// <summary>A row of a matrix with so many columns.</summary>
    public static double[] Row(double[] matrix, int row, int columns) => matrix[(row * columns)..((row + 1) * columns)];
}
