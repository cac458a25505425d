using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Tests.Operations;

public sealed class OutputLossTests
{
    private const int Rows = 11, Hidden = 6, Classes = 37, Counted = 9;

    private static readonly int[] Labels = [3, 36, -1, 0, 3, 7, 12, -1, 35, 16, 1];
    private static readonly bool[] Recordings = [true, false];

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 100)]
    [InlineData(4, 5)]
    [InlineData(11, 2)]
    [InlineData(100, 100)]
    public void Without_smoothing_it_equals_a_linear_layer_and_its_cross_entropy_for_all_slices_and_blocks(int sliceRows, int blockClasses)
    {
        using Backend<double> backend = CpuDevice.Open<double>(threads: 2);
        Numbers fused = Run(backend, (layer, ids) =>
            OutputLoss<double>.Apply(layer.Tape, layer.H, layer.Weight, layer.Bias, ids, Counted, smoothing: 0, sliceRows, blockClasses).Loss);
        Numbers apart = Run(backend, (layer, ids) =>
            CrossEntropy<double>.Apply(layer.Tape, layer.Tape.Linear(layer.H, layer.Weight, layer.Bias), ids, Counted));

        fused.AssertClose(apart);
    }

    [Fact]
    public void The_smoothed_loss_mixes_the_loss_of_the_label_and_of_the_uniform_distribution()
    {
        const double Smoothing = 0.3;
        using Backend<double> backend = CpuDevice.Open<double>(threads: 1);
        Numbers[] everyClass = [.. Enumerable.Range(0, Classes).Select(label => Run(backend, Plain, [.. Labels.Select(id => id < 0 ? id : label)]))];
        Numbers smoothed = Run(backend, (layer, ids) =>
            OutputLoss<double>.Apply(layer.Tape, layer.H, layer.Weight, layer.Bias, ids, Counted, Smoothing).Loss);

        Numbers.Mixture(Run(backend, Plain), 1 - Smoothing, everyClass, Smoothing / Classes).AssertClose(smoothed);

        static Variable<double> Plain(Layer layer, Tensor<int> ids) =>
            CrossEntropy<double>.Apply(layer.Tape, layer.Tape.Linear(layer.H, layer.Weight, layer.Bias), ids, Counted);
    }

    [Fact]
    public void A_shared_table_of_embeddings_gets_both_gradients()
    {
        using Backend<double> backend = CpuDevice.Open<double>(threads: 1);
        Numbers fused = Run(backend, (layer, ids) =>
            OutputLoss<double>.Apply(layer.Tape, Tied(layer, ids), layer.Weight, layer.Bias, ids, Counted, smoothing: 0, sliceRows: 5, blockClasses: 3).Loss);
        Numbers apart = Run(backend, (layer, ids) =>
            CrossEntropy<double>.Apply(layer.Tape, layer.Tape.Linear(Tied(layer, ids), layer.Weight, layer.Bias), ids, Counted));

        fused.AssertClose(apart);

        static Variable<double> Tied(Layer layer, Tensor<int> ids) => layer.Tape.Add(layer.H, Embed<double>.Apply(layer.Tape, layer.Weight, ids));
    }

    [Fact]
    public void Constants_get_no_gradient_and_the_bias_may_be_missing()
    {
        using Backend<double> backend = CpuDevice.Open<double>(threads: 1);
        Numbers fused = Run(backend, (layer, ids) =>
            OutputLoss<double>.Apply(layer.Tape, layer.H, Variable<double>.Constant(layer.Weight.Value), default, ids, Counted, smoothing: 0).Loss);
        Numbers apart = Run(backend, (layer, ids) => CrossEntropy<double>.Apply(
            layer.Tape, layer.Tape.Product(layer.H, Variable<double>.Constant(layer.Weight.Value)), ids, Counted));

        fused.AssertClose(apart);
        Assert.All(fused.Gradients[1].Concat(fused.Gradients[2]), gradient => Assert.Equal(0, gradient));
    }

    [Fact]
    public void A_tape_that_does_not_record_gives_the_same_bits()
    {
        using Backend<float> backend = CpuDevice.Open<float>(threads: 1);
        (float Loss, float[] Surprisals)[] results = [.. Recordings.Select(recording =>
        {
            using var tape = new Tape<float>(backend, recording);
            var layer = Layer<float>.On(tape);
            (Variable<float> loss, Tensor<float> surprisals) =
                OutputLoss<float>.Apply(tape, layer.H, layer.Weight, layer.Bias, tape.NewIds(Labels), Counted, smoothing: 0.1, sliceRows: 4, blockClasses: 5);
            return (Read(backend, loss.Value)[0], Read(backend, surprisals));
        })];

        Assert.Equal(results[0].Loss, results[1].Loss);
        Assert.Equal(results[0].Surprisals, results[1].Surprisals);
    }

    [Fact]
    public void The_surprisals_are_the_losses_without_smoothing()
    {
        using Backend<double> backend = CpuDevice.Open<double>(threads: 1);
        using var tape = new Tape<double>(backend);
        var layer = Layer<double>.On(tape);
        Tensor<int> ids = tape.NewIds(Labels);
        Tensor<double> surprisals = OutputLoss<double>.Apply(tape, layer.H, layer.Weight, layer.Bias, ids, Counted, smoothing: 0.4).Surprisals;
        Variable<double> loss = OutputLoss<double>.Apply(tape, layer.H, layer.Weight, layer.Bias, ids, Counted, smoothing: 0).Loss;

        Assert.Equal(Read(backend, loss.Value)[0], Read(backend, surprisals).Sum() / Counted, 1e-12);
        Assert.Equal(0, Read(backend, surprisals)[2]);
    }

    [Theory]
    [InlineData(0, 0.1)]
    [InlineData(9, -0.1)]
    [InlineData(9, 1.0)]
    public void No_counted_rows_and_smoothing_out_of_range_are_refused(int counted, double smoothing)
    {
        using Backend<double> backend = CpuDevice.Open<double>(threads: 1);
        using var tape = new Tape<double>(backend);
        var layer = Layer<double>.On(tape);

        Assert.Throws<ArgumentOutOfRangeException>(() =>
            OutputLoss<double>.Apply(tape, layer.H, layer.Weight, layer.Bias, tape.NewIds(Labels), counted, smoothing));
    }

    [Fact]
    public void A_steady_step_allocates_nothing_on_the_managed_heap()
    {
        using Backend<float> backend = CpuDevice.Open<float>(threads: 2);
        using var parameters = new Tape<float>(backend);
        using var tape = new Tape<float>(backend);
        var layer = Layer<float>.On(parameters);
        using Storage<float> storage = backend.Allocate<float>(3 * Rows);
        using Storage<int> ids = backend.Allocate<int>(3 * Rows);
        for (int step = 0; step < 3; step++) Step();

        Assert.Equal(0, AllocatedBytes.Of(Step));

        void Step()
        {
            tape.Reset();
            Tensor<int> labels = tape.NewIds(Labels);
            tape.Backward(OutputLoss<float>.Apply(tape, layer.H, layer.Weight, layer.Bias, labels, Counted, 0.1, sliceRows: 4, blockClasses: 5).Loss);
            backend.BestClasses(layer.H.Value, 3, new Tensor<float>(storage, 0, Rows, 3), new Tensor<int>(ids, 0, Rows, 3));
        }
    }

    private static Numbers Run(Backend<double> backend, Func<Layer, Tensor<int>, Variable<double>> forward, int[]? labels = null)
    {
        using var tape = new Tape<double>(backend);
        var layer = Layer<double>.On(tape);
        Variable<double> loss = forward(new Layer(tape, layer.H, layer.Weight, layer.Bias), tape.NewIds(labels ?? Labels));
        backend.Fill(loss.Gradient, 1.5);
        tape.Backward();
        return new Numbers(Read(backend, loss.Value)[0], [.. new[] { layer.H, layer.Weight, layer.Bias }.Select(one => Read(backend, one.Gradient))]);
    }

    private static T[] Read<T>(Backend<T> backend, Tensor<T> tensor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var numbers = new T[tensor.Count];
        backend.Download(tensor, numbers.AsSpan());
        return numbers;
    }

    private sealed record Layer(Tape<double> Tape, Variable<double> H, Variable<double> Weight, Variable<double> Bias);

    private sealed record Layer<T>(Variable<T> H, Variable<T> Weight, Variable<T> Bias)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static Layer<T> On(Tape<T> tape)
        {
            var random = new PhiloxRandom(94, 0);
            return new Layer<T>(Draw(tape, random, Rows, Hidden), Draw(tape, random, Classes, Hidden), Draw(tape, random, 1, Classes));
        }

        private static Variable<T> Draw(Tape<T> tape, PhiloxRandom random, int rows, int columns)
        {
            Variable<T> variable = tape.NewVariable(rows, columns);
            tape.Backend.Upload([.. Enumerable.Range(0, rows * columns).Select(_ => T.CreateChecked((2 * random.NextDouble()) - 1))], variable.Value);
            return variable;
        }
    }

    /// <summary>A loss and the gradients of h, W and b.</summary>
    private sealed record Numbers(double Loss, double[][] Gradients)
    {
        public static Numbers Mixture(Numbers one, double weight, Numbers[] others, double otherWeight) => new(
            (weight * one.Loss) + (otherWeight * others.Sum(other => other.Loss)),
            [.. one.Gradients.Select((gradient, g) => gradient
                .Select((element, i) => (weight * element) + (otherWeight * others.Sum(other => other.Gradients[g][i]))).ToArray())]);

        public void AssertClose(Numbers other)
        {
            Assert.Equal(Loss, other.Loss, 1e-13);
            foreach ((double[] mine, double[] others) in Gradients.Zip(other.Gradients))
                Assert.All(mine.Zip(others), pair => Assert.Equal(pair.First, pair.Second, 1e-13));
        }
    }
}
