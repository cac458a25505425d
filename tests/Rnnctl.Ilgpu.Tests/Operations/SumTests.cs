using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tests.Cpu;

namespace Rnnctl.Ilgpu.Tests.Operations;

public sealed class SumTests(OpenDevices devices) : DeviceTest(devices)
{
    [Theory]
    [MemberData(nameof(Devices.AllAndGroups), MemberType = typeof(Devices))]
    public void Sums_and_sums_of_squares_agree_with_a_loop(string device) => Check(device, default(LoopCheck));

    [Theory]
    [MemberData(nameof(Devices.AllAndGroups), MemberType = typeof(Devices))]
    public void The_sum_of_squares_of_floats_does_not_overflow(string device)
    {
        Backend<float> backend = Open<float>(device);
        using var workspace = new Workspace<float>(backend);
        Assert.Equal(2e60, backend.SumOfSquares(workspace.Place(new double[,] { { 1e30, -1e30 } }).Tensor), 1e54);
    }

    [Theory]
    [MemberData(nameof(Devices.AllAndGroups), MemberType = typeof(Devices))]
    public void A_sum_of_squares_is_not_finite_where_one_number_is_not(string device)
    {
        Backend<float> backend = Open<float>(device);
        using var workspace = new Workspace<float>(backend);
        double[,] x = CpuDevices.RandomMatrix<float>(new PhiloxRandom(81, 0), 7, 200);
        x[5, 123] = double.NaN;
        Assert.Equal(double.NaN, backend.SumOfSquares(workspace.Place(x).Tensor));
    }

    private readonly struct LoopCheck : ICheck
    {
        public void Run<T>(Backend<T> device, Backend<T> cpu)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            var random = new PhiloxRandom(82, 0);
            foreach ((int rows, int columns, int margin) in Shapes.Of(random).Append((3, 4099, 2)).Append((1, 20_000, 0)))
            {
                using var workspace = new Workspace<T>(device);
                double[,] x = CpuDevices.RandomMatrix<T>(random, rows, columns);
                PlacedMatrix<T> source = workspace.Place(x, margin), sum = workspace.Place(new double[1, 1]);

                device.Sum(source.Tensor, T.CreateChecked(0.25), sum.Tensor);

                double magnitude = x.Cast<double>().Sum(Math.Abs), squares = x.Cast<double>().Sum(value => value * value);
                Assert.Equal(0.25 * x.Cast<double>().Sum(), sum.Read()[0, 0], Bound<T>(x.Length, magnitude));
                Assert.Equal(squares, device.SumOfSquares(source.Tensor), Bound<double>(x.Length, squares));
            }
        }
    }
}
