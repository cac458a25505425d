using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;
using Rnnctl.Compute.Tests.Cpu;

namespace Rnnctl.Ilgpu.Tests.Operations;

public sealed class MaxOverTimeTests(OpenDevices devices) : DeviceTest(devices)
{
    [Theory]
    [MemberData(nameof(Devices.AllAndGroups), MemberType = typeof(Devices))]
    public void The_largest_value_of_each_sequence_and_column_is_found_and_of_equals_the_first(string device) => Check(device, default(LargestCheck));

    [Theory]
    [MemberData(nameof(Devices.AllAndGroups), MemberType = typeof(Devices))]
    public void Its_gradient_goes_to_the_place_where_it_stood(string device) => Check(device, default(GradientCheck));

    [Theory]
    [MemberData(nameof(Devices.AllAndGroups), MemberType = typeof(Devices))]
    public void Of_no_sequence_there_is_nothing(string device) => Check(device, default(NothingCheck));

    private readonly struct LargestCheck : ICheck
    {
        public void Run<T>(Backend<T> device, Backend<T> cpu)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            var random = new PhiloxRandom(43, 0);
            for (int time = 0; time < 10; time++)
            {
                using var workspace = new Workspace<T>(device);
                PooledBatch batch = PooledBatch.Draw(random);
                PlacedMatrix<T> target = workspace.Place(new double[batch.Steps.Sequences, batch.Columns], margin: 2);
                Tensor<int> rows = workspace.PlaceIds(new int[batch.Steps.Sequences * batch.Columns]);

                device.MaxOverTime(workspace.Place(batch.Values, margin: 3).Tensor, batch.Steps, target.Tensor, rows);

                int[] found = new int[rows.Count];
                device.Download(rows, found.AsSpan());
                Assert.Equal(batch.FirstLargest(), found);
                Assert.Equal(
                    CpuDevices.Matrix(batch.Steps.Sequences, batch.Columns, (s, c) => batch.Values[found[(s * batch.Columns) + c], c]), target.Read());
            }
        }
    }

    private readonly struct GradientCheck : ICheck
    {
        public void Run<T>(Backend<T> device, Backend<T> cpu)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            var random = new PhiloxRandom(44, 0);
            for (int time = 0; time < 10; time++)
            {
                using var workspace = new Workspace<T>(device);
                PooledBatch batch = PooledBatch.Draw(random);
                double[,] upstream = CpuDevices.RandomMatrix<T>(random, batch.Steps.Sequences, batch.Columns);
                double[,] expected = CpuDevices.RandomMatrix<T>(random, batch.Steps.Tokens, batch.Columns);
                PlacedMatrix<T> gradient = workspace.Place(expected, margin: 1);
                int[] rows = batch.FirstLargest();

                device.MaxOverTimeGradient(workspace.Place(upstream, margin: 2).Tensor, workspace.PlaceIds(rows), gradient.Tensor);

                batch.AddAt<T>(rows, upstream, expected);
                Assert.Equal(expected, gradient.Read());
            }
        }
    }

    private readonly struct NothingCheck : ICheck
    {
        public void Run<T>(Backend<T> device, Backend<T> cpu)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            using var workspace = new Workspace<T>(device);
            PlacedMatrix<T> nothing = workspace.Place(new double[0, 3]);

            device.MaxOverTime(nothing.Tensor, new PackedSteps(), nothing.Tensor, workspace.PlaceIds());
            device.MaxOverTimeGradient(nothing.Tensor, workspace.PlaceIds(), nothing.Tensor);

            Assert.Empty(nothing.Read());
        }
    }
}
