using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Tests.Cpu.Rows;

public sealed class RowMovementTests
{
    private static readonly (int Rows, int Columns, int Margin)[] Shapes = [(1, 1, 0), (5, 7, 2), (9, 16, 0), (31, 33, 3), (6, 131, 0)];

    [Fact]
    public void A_row_or_the_sum_of_two_is_written_into_every_row() => ForBoth(new BroadcastCheck());

    [Fact]
    public void The_sums_of_columns_are_added_to_a_row() => ForBoth(new ColumnSumsCheck());

    [Fact]
    public void Gathered_rows_are_those_that_the_ids_name_and_zeros_where_they_are_negative() => ForBoth(new GatherCheck());

    [Fact]
    public void Scattered_rows_are_added_in_the_order_of_the_tokens() => ForBoth(new ScatterCheck());

    private static void ForBoth(ShapeCheck check)
    {
        CpuDevices.ForEach<float>(backend => ForShapes(backend, check));
        CpuDevices.ForEach<double>(backend => ForShapes(backend, check));
    }

    private static void ForShapes<T>(Backend<T> backend, ShapeCheck check)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new PhiloxRandom(34, 0);
        foreach ((int rows, int columns, int margin) in Shapes)
        {
            using var workspace = new Workspace<T>(backend);
            check.Run(backend, workspace, random, rows, columns, margin);
        }
    }

    private static int[] RandomIds(PhiloxRandom random, int count, int table) =>
        [.. Enumerable.Range(0, count).Select(_ => random.Next(-1, table))];

    private abstract class ShapeCheck
    {
        public abstract void Run<T>(Backend<T> backend, Workspace<T> workspace, PhiloxRandom random, int rows, int columns, int margin)
            where T : unmanaged, IFloatingPointIeee754<T>;
    }

    private sealed class BroadcastCheck : ShapeCheck
    {
        public override void Run<T>(Backend<T> backend, Workspace<T> workspace, PhiloxRandom random, int rows, int columns, int margin)
        {
            double[,] row = CpuDevices.RandomMatrix<T>(random, 1, columns), second = CpuDevices.RandomMatrix<T>(random, 1, columns);
            PlacedMatrix<T> target = workspace.Place(new double[rows, columns], margin);
            Tensor<T> first = workspace.Place(row, margin).Tensor;

            backend.BroadcastRow(first, default, target.Tensor);
            Assert.Equal(CpuDevices.Matrix(rows, columns, (_, column) => row[0, column]), target.Read());

            backend.BroadcastRow(first, workspace.Place(second).Tensor, target.Tensor);
            Assert.Equal(CpuDevices.Matrix(rows, columns, (_, column) => Sum(row[0, column], second[0, column])), target.Read());

            static double Sum(double a, double b) => double.CreateChecked(T.CreateChecked(a) + T.CreateChecked(b));
        }
    }

    private sealed class ColumnSumsCheck : ShapeCheck
    {
        public override void Run<T>(Backend<T> backend, Workspace<T> workspace, PhiloxRandom random, int rows, int columns, int margin)
        {
            double[,] x = CpuDevices.RandomMatrix<T>(random, rows, columns), start = CpuDevices.RandomMatrix<T>(random, 1, columns);
            PlacedMatrix<T> sum = workspace.Place(start, margin);

            backend.AddColumnSums(workspace.Place(x, margin).Tensor, sum.Tensor);

            // Each column has one order of additions, from the first row to the last, at every width and number of threads.
            double[,] expected = CpuDevices.Matrix(1, columns, (_, column) =>
            {
                T total = T.CreateChecked(start[0, column]);
                for (int row = 0; row < rows; row++) total += T.CreateChecked(x[row, column]);
                return double.CreateChecked(total);
            });
            Assert.Equal(expected, sum.Read());
        }
    }

    private sealed class GatherCheck : ShapeCheck
    {
        public override void Run<T>(Backend<T> backend, Workspace<T> workspace, PhiloxRandom random, int rows, int columns, int margin)
        {
            double[,] table = CpuDevices.RandomMatrix<T>(random, rows, columns);
            int[] ids = RandomIds(random, 2 * rows, rows);
            PlacedMatrix<T> target = workspace.Place(CpuDevices.RandomMatrix<T>(random, ids.Length, columns), margin);

            backend.GatherRows(workspace.Place(table, margin).Tensor, workspace.PlaceIds(ids), target.Tensor);

            Assert.Equal(CpuDevices.Matrix(ids.Length, columns, (row, column) => ids[row] < 0 ? 0 : table[ids[row], column]), target.Read());
        }
    }

    private sealed class ScatterCheck : ShapeCheck
    {
        public override void Run<T>(Backend<T> backend, Workspace<T> workspace, PhiloxRandom random, int rows, int columns, int margin)
        {
            double[,] start = CpuDevices.RandomMatrix<T>(random, rows, columns);
            int[] ids = [.. RandomIds(random, 5 * rows, rows), 0, 0, -1, 0];
            double[,] source = CpuDevices.RandomMatrix<T>(random, ids.Length, columns);
            PlacedMatrix<T> gradient = workspace.Place(start, margin);

            backend.ScatterAddRows(workspace.Place(source, margin).Tensor, workspace.PlaceIds(ids), gradient.Tensor);

            double[,] expected = start;
            for (int i = 0; i < ids.Length; i++)
            {
                for (int column = 0; column < columns && ids[i] >= 0; column++)
                {
                    T sum = T.CreateChecked(expected[ids[i], column]) + T.CreateChecked(source[i, column]);
                    expected[ids[i], column] = double.CreateChecked(sum);
                }
            }

            Assert.Equal(expected, gradient.Read());
        }
    }
}
