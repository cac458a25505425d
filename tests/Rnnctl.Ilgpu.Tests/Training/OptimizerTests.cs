using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.Configurations;
using Rnnctl.Models.Parameters;
using Rnnctl.Training.Optimizers;

namespace Rnnctl.Ilgpu.Tests.Training;

/// <summary>The optimisers compared with the CPU. The tests of Rnnctl.Training compare their rules with PyTorch's numbers.</summary>
public sealed class OptimizerTests : DeviceTest
{
    public static TheoryData<string, string> Kinds => Devices.With(Enum.GetNames<OptimizerKind>());

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Steps_and_moments_agree_with_the_CPU(string device, string kind) => Check(device, new StepsCheck(Enum.Parse<OptimizerKind>(kind)));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Steps_of_rows_agree_with_the_CPU(string device, string kind) => Check(device, new RowsCheck(Enum.Parse<OptimizerKind>(kind)));

    /// <summary>The rows of a table whose number is not negative are read, some of them twice, and in each step others.</summary>
    private readonly record struct RowsCheck(OptimizerKind Kind) : ICheck
    {
        private static readonly int[][] Ids = [[3, 0, -1, 3, 66], [-2, -1], [66, 1, 1, 5], [0, 65, 3]];

        public void Run<T>(Backend<T> device, Backend<T> cpu)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            double[] expected = Learn(cpu), actual = Learn(device);
            double bound = Bound<T>(8 * Ids.Length, expected.Max(Math.Abs));
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, bound));
        }

        private double[] Learn<T>(Backend<T> backend)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            const int Rows = 67, Columns = 19;
            var random = new PhiloxRandom(seed: 94, stream: 0);
            var options = new TrainingConfiguration { Optimizer = Kind, WeightDecay = 0.02, ClipNorm = 9, ClipValue = 0.9 };
            var shape = new ParameterShape("p", [Rows, Columns], new InitialValue(Distribution.Zero)) { ByRows = true };
            using var parameters = new ParameterSet<T>(backend, [shape], learning: true);
            parameters.Write("p", Draw<T>(random, Rows, Columns));
            using var optimizer = new Optimizer<T>(backend, parameters, options);
            using var tape = new Tape<T>(backend);
            double[] norms = new double[Ids.Length];
            for (int step = 0; step < norms.Length; step++)
            {
                tape.Reset();
                Variable<T> y = Embed<T>.Apply(tape, parameters["p"], tape.NewIds(Ids[step]));
                backend.Upload(Draw<T>(random, Ids[step].Length, Columns), y.Gradient);
                tape.Backward();
                norms[step] = optimizer.Step(step + 1, rate: 0.01);
            }

            return [.. norms, .. Read(backend, parameters["p"].Value), .. Read(backend, optimizer.First), .. Read(backend, optimizer.Second)];
        }
    }

    private static ReadOnlySpan<T> Draw<T>(PhiloxRandom random, int rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        (T[])[.. Matrices.Random<T>(random, rows, columns).Cast<double>().Select(T.CreateChecked)];

    private static IEnumerable<double> Read<T>(Backend<T> backend, Tensor<T> tensor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var values = new T[tensor.Count];
        backend.Download(tensor, values.AsSpan());
        return values.Select(double.CreateChecked);
    }

    private readonly record struct StepsCheck(OptimizerKind Kind) : ICheck
    {
        private const int Count = 517;
        private const int Steps = 6;

        public void Run<T>(Backend<T> device, Backend<T> cpu)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            double[] expected = Learn(cpu), actual = Learn(device);
            double bound = Bound<T>(8 * Steps, expected.Max(Math.Abs));
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, bound));
        }

        /// <summary>The norms of all gradients, then the parameters and both moments.</summary>
        private double[] Learn<T>(Backend<T> backend)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            var random = new PhiloxRandom(seed: 93, stream: 0);
            var options = new TrainingConfiguration { Optimizer = Kind, WeightDecay = 0.02, ClipNorm = 9, ClipValue = 0.9 };
            var shape = new ParameterShape("p", [Count], new InitialValue(Distribution.Zero));
            using var parameters = new ParameterSet<T>(backend, [shape], learning: true);
            parameters.Write("p", Draw<T>(random, 1, Count));
            using var optimizer = new Optimizer<T>(backend, parameters, options);
            double[] norms = new double[Steps];
            for (int step = 0; step < Steps; step++)
            {
                backend.Upload(Draw<T>(random, 1, Count), parameters["p"].Gradient);
                norms[step] = optimizer.Step(step + 1, rate: 0.01);
            }

            return [.. norms, .. Read(backend, parameters["p"].Value), .. Read(backend, optimizer.First), .. Read(backend, optimizer.Second)];
        }
    }
}
