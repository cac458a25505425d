using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Tests.Operations;

public sealed class SmoothedCrossEntropyTests
{
    private static readonly double[] Logits = [Math.Log(0.5), Math.Log(0.3), Math.Log(0.2), 0, 0, 0, Math.Log(0.1), Math.Log(0.1), Math.Log(0.8)];

    [Fact]
    public void Loss_and_gradient_are_those_worked_by_hand()
    {
        // Smoothing 0.3 over 3 labels: q is 0.8 for the label and 0.1 for the others. The second row has no label.
        using Backend<double> backend = CpuDevice.Open<double>(threads: 1);
        using var tape = new Tape<double>(backend);
        Variable<double> x = tape.NewVariable(3, 3);
        backend.Upload<double>(Logits, x.Value);
        Variable<double> loss = SmoothedCrossEntropy<double>.Apply(tape, x, tape.NewIds([1, -1, 2]), counted: 2, smoothing: 0.3);
        tape.Backward(loss);

        double first = (0.1 * Math.Log(0.5)) + (0.8 * Math.Log(0.3)) + (0.1 * Math.Log(0.2));
        double last = (0.1 * Math.Log(0.1)) + (0.1 * Math.Log(0.1)) + (0.8 * Math.Log(0.8));
        Assert.Equal(-(first + last) / 2, Read(backend, loss.Value)[0], 1e-14);
        double[] expected = [0.2, -0.25, 0.05, 0, 0, 0, 0, 0, 0];
        Assert.All(expected.Zip(Read(backend, x.Gradient)), pair => Assert.Equal(pair.First, pair.Second, 1e-14));
    }

    [Fact]
    public void A_tape_that_does_not_record_gives_the_same_loss()
    {
        using Backend<double> backend = CpuDevice.Open<double>(threads: 1);
        double[] losses = [.. ((bool[])[true, false]).Select(recording =>
        {
            using var tape = new Tape<double>(backend, recording);
            Variable<double> x = tape.NewVariable(3, 3);
            backend.Upload<double>(Logits, x.Value);
            return Read(backend, SmoothedCrossEntropy<double>.Apply(tape, x, tape.NewIds([1, -1, 2]), counted: 2, smoothing: 0.3).Value)[0];
        })];
        Assert.Equal(losses[0], losses[1]);
    }

    [Theory]
    [InlineData(0, 0.1)]
    [InlineData(2, -0.1)]
    [InlineData(2, 1.0)]
    public void No_counted_rows_and_smoothing_out_of_range_are_refused(int counted, double smoothing)
    {
        using Backend<double> backend = CpuDevice.Open<double>(threads: 1);
        using var tape = new Tape<double>(backend);
        Variable<double> x = tape.NewVariable(3, 3);
        Assert.Throws<ArgumentOutOfRangeException>(() => SmoothedCrossEntropy<double>.Apply(tape, x, tape.NewIds([1, -1, 2]), counted, smoothing));
    }

    private static double[] Read(Backend<double> backend, Tensor<double> tensor)
    {
        double[] numbers = new double[tensor.Count];
        backend.Download(tensor, numbers.AsSpan());
        return numbers;
    }
}
