using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Tests.Cpu.Rows;

public sealed class MaxOverTimeTests
{
    [Fact]
    public void The_largest_value_of_each_sequence_and_column_is_found_and_of_equals_the_first() => ForBoth(new LargestCheck());

    [Fact]
    public void Its_gradient_goes_to_the_place_where_it_stood() => ForBoth(new GradientCheck());

    [Fact]
    public void Of_no_sequence_there_is_nothing()
    {
        CpuDevices.ForEach<float>(backend =>
        {
            using var workspace = new Workspace<float>(backend);
            Tensor<float> nothing = workspace.Place(new double[0, 3]).Tensor;
            backend.MaxOverTime(nothing, new PackedSteps(), nothing, workspace.PlaceIds());
            backend.MaxOverTimeGradient(nothing, workspace.PlaceIds(), nothing);
        });
    }

    private static void ForBoth(DeviceCheck check)
    {
        CpuDevices.ForEach<float>(check.Run);
        CpuDevices.ForEach<double>(check.Run);
    }

    private abstract class DeviceCheck
    {
        public abstract void Run<T>(Backend<T> backend)
            where T : unmanaged, IFloatingPointIeee754<T>;
    }

    private sealed class LargestCheck : DeviceCheck
    {
        public override void Run<T>(Backend<T> backend)
        {
            var random = new PhiloxRandom(41, 0);
            for (int time = 0; time < 10; time++)
            {
                using var workspace = new Workspace<T>(backend);
                PooledBatch batch = PooledBatch.Draw(random);
                PlacedMatrix<T> target = workspace.Place(new double[batch.Steps.Sequences, batch.Columns], margin: 2);
                Tensor<int> rows = workspace.PlaceIds(new int[batch.Steps.Sequences * batch.Columns]);

                backend.MaxOverTime(workspace.Place(batch.Values, margin: 3).Tensor, batch.Steps, target.Tensor, rows);

                int[] found = new int[rows.Count];
                backend.Download(rows, found.AsSpan());
                Assert.Equal(batch.FirstLargest(), found);
                Assert.Equal(
                    CpuDevices.Matrix(batch.Steps.Sequences, batch.Columns, (s, c) => batch.Values[found[(s * batch.Columns) + c], c]), target.Read());
            }
        }
    }

    private sealed class GradientCheck : DeviceCheck
    {
        public override void Run<T>(Backend<T> backend)
        {
            var random = new PhiloxRandom(42, 0);
            for (int time = 0; time < 10; time++)
            {
                using var workspace = new Workspace<T>(backend);
                PooledBatch batch = PooledBatch.Draw(random);
                double[,] upstream = CpuDevices.RandomMatrix<T>(random, batch.Steps.Sequences, batch.Columns);
                double[,] expected = CpuDevices.RandomMatrix<T>(random, batch.Steps.Tokens, batch.Columns);
                PlacedMatrix<T> gradient = workspace.Place(expected, margin: 1);
                int[] rows = batch.FirstLargest();

                backend.MaxOverTimeGradient(workspace.Place(upstream, margin: 2).Tensor, workspace.PlaceIds(rows), gradient.Tensor);

                batch.AddAt<T>(rows, upstream, expected);
                Assert.Equal(expected, gradient.Read());
            }
        }
    }
}
