using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.Configurations;
using Rnnctl.Models.Parameters;
using Rnnctl.Training.Optimizers;

namespace Rnnctl.Training.Tests.Optimizers;

/// <summary>Updates of a table by rows, against the rules worked number by number over the rows that a step touches.</summary>
public sealed class RowUpdateTests : IDisposable
{
    private const int Rows = 130, Columns = 5, Dense = 7;

    // Rows that are read once, several times, in a single step, after a pause and never; negative ids read no row.
    private static readonly int[][] Ids = [[3, 0, 129, 3, -1, 64], [63, 3, 3, 3], [-1], [129, 129, 128, 0], [], [3, 65, 64, 1]];

    private readonly Backend<double> _backend = CpuDevice.Open<double>(threads: 2);

    public static TheoryData<OptimizerKind> Kinds => [.. Enum.GetValues<OptimizerKind>()];

    public void Dispose() => _backend.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Touched_rows_follow_the_rule_and_all_others_stay(OptimizerKind kind)
    {
        var random = new PhiloxRandom(seed: 31, stream: 0);
        var options = new TrainingConfiguration { Optimizer = kind, WeightDecay = 0.02, ClipNorm = 4, ClipValue = 1.5 };
        double[] start = Draw(random, (Rows * Columns) + Dense);
        var reference = new ScalarOptimizer(options, start);
        using var run = new Run(_backend, start, options);
        for (int t = 1; t <= Ids.Length; t++)
        {
            double[] ofDense = Draw(random, Dense), ofRows = Draw(random, Ids[t - 1].Length * Columns);
            double[] gradients = [.. Scattered(Ids[t - 1], ofRows), .. ofDense];
            double norm = reference.Step(gradients, rate: 0.1 / t, isTouched: i => i >= Rows * Columns || Ids[t - 1].Contains(i / Columns));
            Assert.Equal(norm, run.Step(Ids[t - 1], ofRows, ofDense, rate: 0.1 / t), 1e-12);
            Assert.All(reference.Parameters.Zip(run.Values), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        }

        Assert.Equal(start.AsSpan(2 * Columns, Columns), run.Values.AsSpan(2 * Columns, Columns));
    }

    [Fact]
    public void A_table_learns_where_all_else_is_frozen()
    {
        ParameterShape[] shapes =
            [new("table", [3, 2], new InitialValue(Distribution.Zero)) { ByRows = true }, new("rest", [5], new InitialValue(Distribution.Zero), Frozen: true)];
        using var parameters = new ParameterSet<double>(_backend, shapes, learning: true);
        using ParameterSet<double> shard = parameters.ForShard(_backend);
        using var optimizer = new Optimizer<double>(_backend, parameters, new TrainingConfiguration { Optimizer = OptimizerKind.Sgd, ClipNorm = 10 });
        using var tape = new Tape<double>(_backend);
        Tensor<double> gradient = tape.NewTensor(1, 2);
        _backend.Upload<double>([3, -4], gradient);
        parameters.ClearGradients();
        tape.AddRows(shard["table"], gradient, tape.NewIds([1]));
        parameters.AddGradients(shard);
        Assert.Equal(5, optimizer.Step(1, rate: 0.5));
        var values = new double[6];
        parameters.Read("table", values);
        Assert.Equal([0, 0, -1.5, 2, 0, 0], values);
    }

    [Theory]
    [InlineData(OptimizerKind.Sgd)]
    [InlineData(OptimizerKind.Adagrad)]
    public void Without_decay_a_rule_whose_moments_do_not_decay_gives_the_bits_of_a_dense_update(OptimizerKind kind)
    {
        var options = new TrainingConfiguration { Optimizer = kind, ClipNorm = null };
        double[] start = Draw(new PhiloxRandom(seed: 32, stream: 0), (Rows * Columns) + Dense);
        using Run byRows = new(_backend, start, options), dense = new(_backend, start, options, byRows: false);
        var random = new PhiloxRandom(seed: 33, stream: 0);
        foreach (int[] ids in Ids)
        {
            double[] ofDense = Draw(random, Dense), ofRows = Draw(random, ids.Length * Columns);
            byRows.Step(ids, ofRows, ofDense, rate: 0.1);
            dense.Step(ids, ofRows, ofDense, rate: 0.1);
        }

        Assert.Equal(dense.Values, byRows.Values);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Bits_do_not_depend_on_the_number_of_threads(int threads)
    {
        using Backend<double> one = CpuDevice.Open<double>(threads: 1), several = CpuDevice.Open<double>(threads);
        Assert.Equal(Learn(one), Learn(several));

        static double[] Learn(Backend<double> backend)
        {
            var random = new PhiloxRandom(seed: 34, stream: 0);
            using var run = new Run(backend, Draw(random, (Rows * Columns) + Dense), new TrainingConfiguration());
            double[] norms = [.. Ids.Select(ids => run.Step(ids, Draw(random, ids.Length * Columns), Draw(random, Dense), rate: 0.1))];
            return [.. norms, .. run.Values];
        }
    }

    [Fact]
    public void A_row_that_is_not_a_number_changes_nothing_and_is_forgotten()
    {
        double[] start = Draw(new PhiloxRandom(seed: 35, stream: 0), (Rows * Columns) + Dense);
        using Run run = new(_backend, start, new TrainingConfiguration()), other = new(_backend, start, new TrainingConfiguration());
        double[] ones = [.. Enumerable.Repeat(1.0, 2 * Columns)], dense = [.. Enumerable.Repeat(1.0, Dense)];
        Assert.Equal(double.NaN, run.Step([5, 6], [.. ones[1..], double.NaN], dense, rate: 0.1, number: 1));
        Assert.Equal(start, run.Values);
        Assert.Equal(other.Step([7, 8], ones, dense, rate: 0.1, number: 1), run.Step([7, 8], ones, dense, rate: 0.1, number: 1));
        Assert.Equal(other.Values, run.Values);
    }

    private static double[] Draw(PhiloxRandom random, int count) => [.. Enumerable.Range(0, count).Select(_ => 4 * (random.NextDouble() - 0.5))];

    private static double[] Scattered(int[] ids, double[] rows)
    {
        double[] table = new double[Rows * Columns];
        foreach ((int i, int id) in ids.Index())
        {
            for (int column = 0; column < Columns && id >= 0; column++) table[(id * Columns) + column] += rows[(i * Columns) + column];
        }

        return table;
    }

    /// <summary>An optimiser over a table and a vector, whose gradients a test gives through the tape.</summary>
    private sealed class Run : IDisposable
    {
        private readonly Backend<double> _backend;
        private readonly ParameterSet<double> _parameters;
        private readonly Optimizer<double> _optimizer;
        private readonly Tape<double> _tape;
        private long _steps;

        public Run(Backend<double> backend, double[] start, TrainingConfiguration options, bool byRows = true)
        {
            _backend = backend;
            ParameterShape[] shapes =
            [
                new("table", [Rows, Columns], new InitialValue(Distribution.Zero)) { ByRows = byRows },
                new("vector", [Dense], new InitialValue(Distribution.Zero)),
            ];
            _parameters = new ParameterSet<double>(backend, shapes, learning: true);
            _parameters.Write("table", start.AsSpan(0, Rows * Columns));
            _parameters.Write("vector", start.AsSpan(Rows * Columns));
            _optimizer = new Optimizer<double>(backend, _parameters, options);
            _tape = new Tape<double>(backend);
        }

        /// <summary>The table, then the vector.</summary>
        public double[] Values => [.. Read("table", Rows * Columns), .. Read("vector", Dense)];

        /// <summary>A step with gradients of the rows that are read, half of them by another operation, and of the vector.</summary>
        public double Step(int[] ids, double[] ofRows, double[] ofDense, double rate, long? number = null)
        {
            _tape.Reset();
            int half = ids.Length / 2;

            // The backward pass runs the operations from the last to the first.
            Embed(ids.AsSpan(half), ofRows.AsSpan(half * Columns));
            Embed(ids.AsSpan(0, half), ofRows.AsSpan(0, half * Columns));
            _tape.Backward();
            _backend.Upload<double>(ofDense, _parameters["vector"].Gradient);
            return _optimizer.Step(number ?? ++_steps, rate);
        }

        public void Dispose()
        {
            _tape.Dispose();
            _optimizer.Dispose();
            _parameters.Dispose();
        }

        private void Embed(ReadOnlySpan<int> ids, ReadOnlySpan<double> gradients)
        {
            Variable<double> y = Embed<double>.Apply(_tape, _parameters["table"], _tape.NewIds(ids));
            _backend.Upload(gradients, y.Gradient);
        }

        private double[] Read(string name, int count)
        {
            double[] values = new double[count];
            _parameters.Read(name, values);
            return values;
        }
    }
}
