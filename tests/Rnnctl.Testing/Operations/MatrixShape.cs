using System.Numerics;
using Rnnctl.Compute.Randomness;

namespace Rnnctl.Testing.Operations;

/// <summary>The shape of a matrix. A margin places it in a wider matrix, so that its rows are not contiguous and not aligned.</summary>
internal readonly record struct MatrixShape(int Rows, int Columns, int Margin = 0)
{
    private const int RandomShapes = 6;

    /// <summary>
    /// Edge cases: an empty matrix, one element, one row, one column, a whole group of threads, more than one sweep of an emulated grid (128 threads), one or
    /// several registers and a partial one; then random shapes.
    /// </summary>
    public static IReadOnlyList<MatrixShape> All { get; } =
    [
        new(0, 3), new(3, 0), new(1, 1), new(1, 1, 2), new(1, 37), new(37, 1, 3), new(4, 4, 1), new(1, 129), new(1, 256), new(300, 2), new(2, 300, 2),
        new(33, 65), new(3, 5, 2), new(3, 7, 2), new(5, 2, 1), new(5, 7, 2), new(5, 16), new(7, 1, 3), new(9, 16), new(17, 5, 1), new(2, 33, 3),
        new(2, 64, 1), new(33, 3), new(31, 33, 3), new(4, 100), new(6, 131), new(4, 131, 3), new(3, 1025), .. DrawAll(new PhiloxRandom(70, 0)),
    ];

    /// <summary>The shapes that are not empty.</summary>
    public static IEnumerable<MatrixShape> NotEmpty => All.Where(shape => shape.Rows * shape.Columns > 0);

    /// <summary>Random numbers of this shape.</summary>
    public double[,] Draw<T>(PhiloxRandom random, double scale = 1)
        where T : unmanaged, IFloatingPointIeee754<T> => Matrices.Random<T>(random, Rows, Columns, scale);

    /// <summary>A label for each row, except for every third row.</summary>
    public int[] DrawLabels(PhiloxRandom random)
    {
        int columns = Columns;
        return [.. Enumerable.Range(0, Rows).Select(row => row % 3 == 2 ? -1 : random.Next(columns))];
    }

    /// <summary>Creates a matrix of this shape from a formula of row and column.</summary>
    public double[,] Fill(Func<int, int, double> element) => Matrices.Of(Rows, Columns, element);

    public override string ToString() => Margin == 0 ? $"{Rows}x{Columns}" : $"{Rows}x{Columns} margin {Margin}";

    private static IEnumerable<MatrixShape> DrawAll(PhiloxRandom random)
    {
        for (int i = 0; i < RandomShapes; i++) yield return new(1 + random.Next(40), 1 + random.Next(40), random.Next(3));
    }
}
