using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Tests.Operations;

/// <summary>Windows and sums over the rows of each sequence, worked by hand.</summary>
public sealed class SequenceWindowsTests : IDisposable
{
    // Sequences a b c, d e and f: the rows are a d f, b e, c.
    private static readonly int[] Lengths = [3, 2, 1];
    private static readonly double[] Rows = [1, 4, 6, 2, 5, 3];

    private readonly Backend<double> _backend = CpuDevice.Open<double>(threads: 1);
    private readonly Tape<double> _tape;
    private readonly PackedSteps _steps = new();

    public SequenceWindowsTests()
    {
        _tape = new Tape<double>(_backend);
        _steps.Assign(Lengths);
    }

    public void Dispose()
    {
        _tape.Dispose();
        _backend.Dispose();
    }

    [Theory]
    [InlineData(3, -1, 1, new double[] { 0, 1, 2, 0, 4, 5, 0, 6, 0, 1, 2, 3, 4, 5, 0, 2, 3, 0 })]
    [InlineData(2, 0, -2, new double[] { 1, 0, 4, 0, 6, 0, 2, 0, 5, 0, 3, 1 })]
    [InlineData(1, 5, 1, new double[] { 0, 0, 0, 0, 0, 0 })]
    public void Windows_do_not_cross_sequences(int places, int first, int step, double[] expected)
    {
        Variable<double> y = SequenceWindows.Apply(_tape, Input(), _steps, places, first, step);
        Assert.Equal(places, y.Columns);
        Assert.Equal(expected, Download(y.Value));
    }

    [Fact]
    public void A_constant_stays_a_constant()
    {
        Variable<double> constant = Variable<double>.Constant(Input().Value);
        Assert.False(SequenceWindows.Apply(_tape, constant, _steps, places: 3, first: -1, step: 1).HasGradient);
        Assert.False(SumOverTime<double>.Apply(_tape, constant, _steps).HasGradient);
    }

    [Fact]
    public void Rows_of_each_sequence_are_summed()
    {
        Variable<double> x = Input(), y = SumOverTime<double>.Apply(_tape, x, _steps);
        Assert.Equal([6.0, 9, 6], Download(y.Value));
        _backend.Upload<double>([0.5, 2, 3], y.Gradient);
        _tape.Backward();
        Assert.Equal([0.5, 2, 3, 0.5, 2, 0.5], Download(x.Gradient));
    }

    private Variable<double> Input()
    {
        Variable<double> x = _tape.NewVariable(Rows.Length, 1);
        _backend.Upload<double>(Rows, x.Value);
        return x;
    }

    private double[] Download(Tensor<double> tensor)
    {
        double[] numbers = new double[tensor.Count];
        _backend.Download(tensor, numbers.AsSpan());
        return numbers;
    }
}
