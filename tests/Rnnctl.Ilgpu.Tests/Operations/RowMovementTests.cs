using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;
using Rnnctl.Compute.Tests.Cpu;

namespace Rnnctl.Ilgpu.Tests.Operations;

public sealed class RowMovementTests(OpenDevices devices) : DeviceTest(devices)
{
    [Theory]
    [MemberData(nameof(Devices.AllAndGroups), MemberType = typeof(Devices))]
    public void A_row_or_the_sum_of_two_is_written_into_every_row(string device) => Check(device, default(BroadcastCheck));

    [Theory]
    [MemberData(nameof(Devices.AllAndGroups), MemberType = typeof(Devices))]
    public void The_sums_of_columns_are_added_to_a_row(string device) => Check(device, default(ColumnSumsCheck));

    [Theory]
    [MemberData(nameof(Devices.AllAndGroups), MemberType = typeof(Devices))]
    public void Gathered_rows_are_those_that_the_ids_name_and_zeros_where_they_are_negative(string device) => Check(device, default(GatherCheck));

    [Theory]
    [MemberData(nameof(Devices.AllAndGroups), MemberType = typeof(Devices))]
    public void Scattered_rows_are_added_in_the_order_of_the_tokens(string device) => Check(device, default(ScatterCheck));

    [Theory]
    [MemberData(nameof(Devices.AllAndGroups), MemberType = typeof(Devices))]
    public void No_ids_move_nothing(string device) => Check(device, default(NoIdsCheck));

    private static int[] RandomIds(PhiloxRandom random, int count, int table) => [.. Enumerable.Range(0, count).Select(_ => random.Next(-2, table))];

    private readonly struct BroadcastCheck : ICheck
    {
        public void Run<T>(Backend<T> device, Backend<T> cpu)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            var random = new PhiloxRandom(73, 0);
            foreach ((int rows, int columns, int margin) in Shapes.Of(random))
            {
                using var workspace = new Workspace<T>(device);
                double[,] row = CpuDevices.RandomMatrix<T>(random, 1, columns), second = CpuDevices.RandomMatrix<T>(random, 1, columns);
                PlacedMatrix<T> target = workspace.Place(new double[rows, columns], margin);
                Tensor<T> first = workspace.Place(row, margin).Tensor;

                device.BroadcastRow(first, default, target.Tensor);
                Assert.Equal(CpuDevices.Matrix(rows, columns, (_, column) => row[0, column]), target.Read());

                device.BroadcastRow(first, workspace.Place(second).Tensor, target.Tensor);
                Assert.Equal(CpuDevices.Matrix(rows, columns, (_, column) => Sum(row[0, column], second[0, column])), target.Read());
            }

            static double Sum(double a, double b) => double.CreateChecked(T.CreateChecked(a) + T.CreateChecked(b));
        }
    }

    private readonly struct ColumnSumsCheck : ICheck
    {
        public void Run<T>(Backend<T> device, Backend<T> cpu)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            var random = new PhiloxRandom(74, 0);
            foreach ((int rows, int columns, int margin) in Shapes.Of(random))
            {
                using var workspace = new Workspace<T>(device);
                double[,] x = CpuDevices.RandomMatrix<T>(random, rows, columns), start = CpuDevices.RandomMatrix<T>(random, 1, columns);
                PlacedMatrix<T> sum = workspace.Place(start, margin);

                device.AddColumnSums(workspace.Place(x, margin).Tensor, sum.Tensor);

                double[,] expected = CpuDevices.Matrix(1, columns, (_, column) =>
                    start[0, column] + Enumerable.Range(0, rows).Sum(row => x[row, column]));
                CpuDevices.AssertClose(expected, sum.Read(), (_, _) => Bound<T>(rows), $"{device.Name} [{rows}, {columns}]");
            }
        }
    }

    private readonly struct GatherCheck : ICheck
    {
        public void Run<T>(Backend<T> device, Backend<T> cpu)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            var random = new PhiloxRandom(75, 0);
            foreach ((int rows, int columns, int margin) in Shapes.NotEmpty(random))
            {
                using var workspace = new Workspace<T>(device);
                double[,] table = CpuDevices.RandomMatrix<T>(random, rows, columns);
                int[] ids = RandomIds(random, 2 * rows, rows);
                PlacedMatrix<T> target = workspace.Place(CpuDevices.RandomMatrix<T>(random, ids.Length, columns), margin);

                device.GatherRows(workspace.Place(table, margin).Tensor, workspace.PlaceIds(ids), target.Tensor);

                double[,] expected = CpuDevices.Matrix(ids.Length, columns, (row, column) => ids[row] < 0 ? 0 : table[ids[row], column]);
                Assert.Equal(expected, target.Read());
            }
        }
    }

    private readonly struct ScatterCheck : ICheck
    {
        public void Run<T>(Backend<T> device, Backend<T> cpu)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            var random = new PhiloxRandom(76, 0);
            foreach ((int rows, int columns, int margin) in Shapes.NotEmpty(random))
            {
                using var workspace = new Workspace<T>(device);
                double[,] start = CpuDevices.RandomMatrix<T>(random, rows, columns);
                int[] ids = [.. RandomIds(random, Math.Min(3 * rows, 200), rows), 0, 0, -1, 0];
                double[,] source = CpuDevices.RandomMatrix<T>(random, ids.Length, columns);
                PlacedMatrix<T> gradient = workspace.Place(start, margin);

                device.ScatterAddRows(workspace.Place(source, margin).Tensor, workspace.PlaceIds(ids), gradient.Tensor);

                Assert.Equal(AddedOneByOne<T>(start, source, ids), gradient.Read());
            }
        }

        private static double[,] AddedOneByOne<T>(double[,] start, double[,] source, int[] ids)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            double[,] sums = (double[,])start.Clone();
            for (int i = 0; i < ids.Length; i++)
            {
                for (int column = 0; column < start.GetLength(1) && ids[i] >= 0; column++)
                    sums[ids[i], column] = double.CreateChecked(T.CreateChecked(sums[ids[i], column]) + T.CreateChecked(source[i, column]));
            }

            return sums;
        }
    }

    private readonly struct NoIdsCheck : ICheck
    {
        public void Run<T>(Backend<T> device, Backend<T> cpu)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            using var workspace = new Workspace<T>(device);
            double[,] x = CpuDevices.RandomMatrix<T>(new PhiloxRandom(77, 0), 3, 5);
            PlacedMatrix<T> table = workspace.Place(x), nothing = workspace.Place(new double[0, 5]), losses = workspace.Place(new double[0, 1]);
            Tensor<int> ids = workspace.PlaceIds();

            device.GatherRows(table.Tensor, ids, nothing.Tensor);
            device.ScatterAddRows(nothing.Tensor, ids, table.Tensor);
            device.Softmax(nothing.Tensor, nothing.Tensor);
            device.ArgMax(nothing.Tensor, ids);
            device.CrossEntropy(nothing.Tensor, ids, nothing.Tensor, losses.Tensor);

            Assert.Equal(x, table.Read());
            Assert.Empty(nothing.Read());
        }
    }
}
