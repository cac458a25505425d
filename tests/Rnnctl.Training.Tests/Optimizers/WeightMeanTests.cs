using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.Configurations;
using Rnnctl.Models.Parameters;
using Rnnctl.Training.Optimizers;

namespace Rnnctl.Training.Tests.Optimizers;

/// <summary>The exponential mean of the weights, against the recursion over the weights that each update left.</summary>
public sealed class WeightMeanTests : IDisposable
{
    private const int Rows = 90, Columns = 5, Dense = 7, Frozen = 4;
    private const double Decay = 0.7;

    // Rows that are read once, after a pause and never.
    private static readonly int[][] Ids = [[3, 0, 65], [63, 3], [1], [89, 0], [], [3, 89], [2], [2], [0], [1], [1], [1], [1], [1], [1], [1]];

    private readonly Backend<double> _backend = CpuDevice.Open<double>(threads: 2);
    private readonly ParameterSet<double> _parameters;
    private readonly PhiloxRandom _random = new(seed: 41, stream: 0);

    public WeightMeanTests()
    {
        ParameterShape[] shapes =
        [
            new("table", [Rows, Columns], new InitialValue(Distribution.Zero)) { ByRows = true },
            new("frozen", [Frozen], new InitialValue(Distribution.Zero), Frozen: true),
            new("vector", [Dense], new InitialValue(Distribution.Zero)),
        ];
        _parameters = new ParameterSet<double>(_backend, shapes, learning: true);
        foreach (ParameterShape shape in shapes) _parameters.Write(shape.Name, Draw(shape.Count));
    }

    public void Dispose()
    {
        _parameters.Dispose();
        _backend.Dispose();
    }

    [Fact]
    public void Mean_follows_its_recursion_in_the_rows_that_are_read_and_in_all_others()
    {
        using var optimizer = new Optimizer<double>(_backend, _parameters, new TrainingConfiguration { Ema = Decay });
        using var tape = new Tape<double>(_backend);
        double[] mean = Values();
        for (int t = 1; t <= Ids.Length; t++)
        {
            Step(optimizer, tape, t);
            double decay = Math.Min(Decay, (1.0 + t) / (10 + t));
            mean = [.. mean.Zip(Values(), (before, weight) => (decay * before) + ((1 - decay) * weight))];
            Assert.All(mean.Zip(Means(optimizer)), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        }

        // A row that is read in the first update alone: its mean has gone on toward its weights.
        int row = 65 * Columns;
        Assert.NotEqual(Values()[row], Means(optimizer)[row]);
        Assert.Equal(Values()[row], Means(optimizer)[row], 1e-3);
    }

    [Fact]
    public void Exchange_puts_the_mean_in_the_place_of_the_weights_and_back_to_the_bit()
    {
        using var optimizer = new Optimizer<double>(_backend, _parameters, new TrainingConfiguration { Ema = Decay });
        using var tape = new Tape<double>(_backend);
        for (int t = 1; t <= 3; t++) Step(optimizer, tape, t);
        double[] weights = Values(), means = Means(optimizer), frozen = Read("frozen", Frozen);
        optimizer.Mean!.Exchange();
        Assert.Equal(means, Values());
        Assert.Equal(weights, Means(optimizer));
        Assert.Equal(frozen, Read("frozen", Frozen));
        optimizer.Mean.Exchange();
        Assert.Equal(weights, Values());
        Assert.Equal(means, Means(optimizer));
    }

    [Fact]
    public void Step_whose_gradient_is_not_finite_leaves_the_mean()
    {
        using var optimizer = new Optimizer<double>(_backend, _parameters, new TrainingConfiguration { Ema = Decay });
        double[] before = Means(optimizer);
        _backend.Upload<double>([.. Enumerable.Repeat(double.NaN, Dense)], _parameters["vector"].Gradient);
        Assert.Equal(double.NaN, optimizer.Step(1, rate: 0.1));
        Assert.Equal(before, Means(optimizer));
    }

    [Fact]
    public void Without_a_decay_there_is_no_mean()
    {
        using var optimizer = new Optimizer<double>(_backend, _parameters, new TrainingConfiguration());
        Assert.Null(optimizer.Mean);
    }

    private void Step(Optimizer<double> optimizer, Tape<double> tape, int number)
    {
        int[] ids = Ids[number - 1];
        tape.Reset();
        Variable<double> y = Embed<double>.Apply(tape, _parameters["table"], tape.NewIds(ids));
        _backend.Upload<double>(Draw(ids.Length * Columns), y.Gradient);
        tape.Backward();
        _backend.Upload<double>(Draw(Dense), _parameters["vector"].Gradient);
        optimizer.Step(number, rate: 0.1);
    }

    /// <summary>The weights of the table and the vector.</summary>
    private double[] Values() => [.. Read("table", Rows * Columns), .. Read("vector", Dense)];

    private double[] Means(Optimizer<double> optimizer)
    {
        double[] all = new double[_parameters.LearntLength];
        _backend.Download(optimizer.Mean!.Values, all.AsSpan());
        return [.. all.AsSpan(_parameters.OffsetOf("table"), Rows * Columns), .. all.AsSpan(_parameters.OffsetOf("vector"), Dense)];
    }

    private double[] Read(string name, int count)
    {
        double[] values = new double[count];
        _parameters.Read(name, values);
        return values;
    }

    private double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => 2 * (_random.NextDouble() - 0.5))];
}
