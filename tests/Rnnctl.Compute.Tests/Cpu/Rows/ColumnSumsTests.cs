using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Randomness;

namespace Rnnctl.Compute.Tests.Cpu.Rows;

public sealed class ColumnSumsTests
{
    [Fact]
    public void Each_column_is_added_from_the_first_row_to_the_last_at_every_width_and_number_of_threads()
    {
        CpuDevices.ForEach<float>(Check);
        CpuDevices.ForEach<double>(Check);
    }

    private static void Check<T>(Backend<T> backend)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new PhiloxRandom(34, 0);
        foreach (MatrixShape shape in MatrixShape.NotEmpty)
        {
            double[,] x = shape.Draw<T>(random), start = Matrices.Random<T>(random, 1, shape.Columns);
            using var workspace = new Workspace<T>(backend);
            PlacedMatrix<T> sums = workspace.Place(start, shape.Margin);

            backend.AddColumnSums(workspace.Place(x, shape.Margin), sums);

            double[,] expected = Matrices.Of(1, shape.Columns, (_, column) =>
                Enumerable.Range(0, shape.Rows).Aggregate(start[0, column], (sum, row) => Rounding.To<T>(sum + x[row, column])));
            Assert.Equal(expected, sums.Read());
        }
    }
}
