using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;
using Rnnctl.Compute.Tests.Cpu;

namespace Rnnctl.Ilgpu.Tests.Operations;

/// <summary>No sum is taken in the order in which threads happen to arrive.</summary>
public sealed class DeterminismTests(OpenDevices devices) : DeviceTest(devices)
{
    [Theory]
    [MemberData(nameof(Devices.AllAndGroups), MemberType = typeof(Devices))]
    public void Two_runs_give_equal_bits(string device) => Check(device, default(TwiceCheck));

    private readonly struct TwiceCheck : ICheck
    {
        public void Run<T>(Backend<T> device, Backend<T> cpu)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            double[][] once = Results(device), again = Results(device);
            Assert.Equal(once, again);
        }

        private static double[][] Results<T>(Backend<T> device)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            var random = new PhiloxRandom(85, 0);
            double[,] x = CpuDevices.RandomMatrix<T>(random, 60, 70, scale: 9);
            int[] ids = [.. Enumerable.Range(0, 60).Select(_ => random.Next(-1, 5))];
            using var workspace = new Workspace<T>(device);
            Tensor<T> source = workspace.Place(x, 1).Tensor;
            Tensor<int> places = workspace.PlaceIds(ids);
            PlacedMatrix<T> scattered = workspace.Place(new double[5, 70]), columns = workspace.Place(new double[1, 70]);
            PlacedMatrix<T> sum = workspace.Place(new double[1, 1]), probabilities = workspace.Place(new double[60, 70]);
            PlacedMatrix<T> losses = workspace.Place(new double[60, 1]), gradient = workspace.Place(new double[60, 70]);
            PlacedMatrix<T> smoothed = workspace.Place(new double[60, 1]), surprisals = workspace.Place(new double[60, 1]);
            PlacedMatrix<T> product = workspace.Place(new double[70, 70]);

            device.ScatterAddRows(source, places, scattered.Tensor);
            device.AddColumnSums(source, columns.Tensor);
            device.Sum(source, T.One, sum.Tensor);
            device.CrossEntropy(source, places, probabilities.Tensor, losses.Tensor);
            device.SmoothedCrossEntropy(source, places, 0.1, T.One, smoothed.Tensor, surprisals.Tensor, gradient.Tensor);
            device.Product(MatrixOperand<T>.Transpose(source), source, product.Tensor, accumulate: true);
            double squares = device.SumOfSquares(source);

            PlacedMatrix<T>[] results = [scattered, columns, sum, probabilities, losses, smoothed, surprisals, gradient, product];
            return [[squares], .. results.Select(result => result.Read().Cast<double>().ToArray())];
        }
    }
}
