using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Taggers;

namespace Rnnctl.Models.Tests.Taggers;

/// <summary>The loss of a student, worked by hand.</summary>
public sealed class DistilledLossTests : IDisposable
{
    private readonly Backend<double> _backend = CpuDevice.Open<double>(threads: 1);

    public void Dispose() => _backend.Dispose();

    [Fact]
    public void It_is_the_weighted_sum_of_gold_loss_and_cross_entropy_with_the_teachers()
    {
        // p is (1/4, 3/4) at the first token and (1/2, 1/2) at the second; the teachers say (1/2, 1/2) and (1, 0).
        using var tape = new Tape<double>(_backend);
        Variable<double> gold = NewVariable(tape, 1, 0.7), logits = NewVariable(tape, 2, Math.Log(1), Math.Log(3), 5, 5);
        Variable<double> loss = DistilledLoss<double>.Apply(tape, gold, logits, NewVariable(tape, 2, 0.5, 0.5, 1, 0).Value, weight: 0.25, counted: 2);
        double first = -((0.5 * Math.Log(0.25)) + (0.5 * Math.Log(0.75))), second = Math.Log(2);
        Assert.Equal((0.75 * 0.7) + (0.25 * (first + second) / 2), Read(loss.Value)[0], 1e-12);

        tape.Backward(loss);
        Assert.Equal(0.75, Read(gold.Gradient)[0], 1e-12);
        double[] expected = [0.25 * (0.25 - 0.5) / 2, 0.25 * (0.75 - 0.5) / 2, 0.25 * (0.5 - 1) / 2, 0.25 * 0.5 / 2];
        Assert.All(expected.Zip(Read(logits.Gradient)), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    private Variable<double> NewVariable(Tape<double> tape, int rows, params double[] values)
    {
        Variable<double> variable = tape.NewVariable(rows, values.Length / rows);
        _backend.Upload<double>(values, variable.Value);
        return variable;
    }

    private double[] Read(Tensor<double> tensor)
    {
        var values = new double[tensor.Count];
        _backend.Download(tensor, values.AsSpan());
        return values;
    }
}
