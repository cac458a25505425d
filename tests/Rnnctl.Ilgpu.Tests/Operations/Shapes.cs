namespace Rnnctl.Ilgpu.Tests.Operations;

/// <summary>
/// Shapes of matrices: the ones at the edge of something (nothing at all, one element, one row, one column, a whole group, more than an emulated grid
/// takes in one sweep, which is 128 threads) and random ones. A margin lays a matrix into a wider one, so that its rows do not follow each other.
/// </summary>
internal static class Shapes
{
    private const int RandomShapes = 6;

    private static readonly (int Rows, int Columns, int Margin)[] Edges =
        [(0, 3, 0), (3, 0, 0), (1, 1, 0), (1, 1, 2), (1, 37, 0), (37, 1, 3), (4, 4, 1), (1, 129, 0), (1, 256, 0), (300, 2, 0), (2, 300, 2), (33, 65, 0)];

    /// <summary>The edges, then random shapes.</summary>
    public static IEnumerable<(int Rows, int Columns, int Margin)> Of(Random random)
    {
        foreach ((int Rows, int Columns, int Margin) shape in Edges) yield return shape;
        for (int i = 0; i < RandomShapes; i++) yield return (1 + random.Next(40), 1 + random.Next(40), random.Next(3));
    }

    /// <summary>Those that have an element.</summary>
    public static IEnumerable<(int Rows, int Columns, int Margin)> NotEmpty(Random random) =>
        Of(random).Where(shape => shape.Rows > 0 && shape.Columns > 0);
}
