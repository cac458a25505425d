using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Tests.Operations;

public sealed class TapeTests
{
    [Fact]
    public void A_tape_that_does_not_record_has_no_gradients_and_no_backward_pass()
    {
        using Backend<float> backend = CpuDevice.Open<float>(threads: 1);
        using var tape = new Tape<float>(backend, recording: false);
        Variable<float> x = Filled(tape, 1, 1, 0.5f);

        Variable<float> y = tape.Tanh(x);

        Assert.False(x.HasGradient);
        Assert.False(y.HasGradient);
        Assert.Equal(Math.Tanh(0.5), Read(backend, y.Value), 1e-6);
        Assert.Throws<InvalidOperationException>(() => tape.Backward(y));
    }

    [Fact]
    public void Dropout_is_the_identity_if_the_tape_does_not_record_or_the_probability_is_zero()
    {
        using Backend<float> backend = CpuDevice.Open<float>(threads: 1);
        using var running = new Tape<float>(backend, recording: false);
        using var learning = new Tape<float>(backend);
        Variable<float> x = Filled(running, 3, 4, 1), y = Filled(learning, 3, 4, 1);

        Assert.Equal(x, Dropout<float>.Apply(running, x, Batch(x.Rows), 0.5, default));
        Assert.Equal(y, Dropout<float>.Apply(learning, y, Batch(y.Rows), 0, default));
        Assert.NotEqual(y, Dropout<float>.Apply(learning, y, Batch(y.Rows), 0.5, default));
    }

    [Fact]
    public void Rows_of_a_table_without_a_gradient_have_no_gradient_after_dropout_either()
    {
        using Backend<float> backend = CpuDevice.Open<float>(threads: 1);
        using var tape = new Tape<float>(backend);
        Variable<float> table = Filled(tape, 3, 4, 1), frozen = Variable<float>.Constant(table.Value);
        Tensor<int> ids = tape.NewIds([2, 0]);

        Assert.True(Dropout<float>.Apply(tape, Embed<float>.Apply(tape, table, ids), Batch(2), 0.5, default).HasGradient);
        Assert.False(Embed<float>.Apply(tape, frozen, ids).HasGradient);
        Assert.False(Dropout<float>.Apply(tape, Embed<float>.Apply(tape, frozen, ids), Batch(2), 0.5, default).HasGradient);
        tape.Backward();
    }

    [Fact]
    public void The_gradient_of_a_loss_reaches_its_inputs_and_adds_up()
    {
        using Backend<double> backend = CpuDevice.Open<double>(threads: 1);
        using var tape = new Tape<double>(backend);
        Variable<double> x = Filled(tape, 1, 1, 3.0), constant = Variable<double>.Constant(Filled(tape, 1, 1, 2.0).Value);

        // y = x (x + 2), dy/dx = 2 x + 2.
        Variable<double> y = tape.Multiply(x, tape.Add(x, constant));
        tape.Backward(y);

        Assert.Equal(15, Read(backend, y.Value));
        Assert.Equal(8, Read(backend, x.Gradient));
    }

    [Fact]
    public void A_reset_removes_the_records_and_reuses_the_memory_with_zero_gradients()
    {
        using Backend<double> backend = CpuDevice.Open<double>(threads: 1);
        using var tape = new Tape<double>(backend);
        Variable<double> before = Filled(tape, 1, 1, 3.0);
        tape.Backward(tape.Multiply(before, before));
        Assert.Equal(6, Read(backend, before.Gradient));

        tape.Reset();
        Variable<double> after = Filled(tape, 1, 1, 3.0);
        tape.Backward();

        Assert.Equal(before, after);
        Assert.Equal(0, Read(backend, after.Gradient));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_steady_training_step_allocates_nothing_on_the_managed_heap(int threads)
    {
        using Backend<float> backend = CpuDevice.Open<float>(threads);
        foreach (CellDefinition cell in CellCatalog.Variants)
        {
            using var network = new SmallNetwork(backend, cell);
            for (int step = 0; step < 3; step++) network.Train();

            Assert.Equal(0, AllocatedBytes.Of(() =>
            {
                for (int step = 0; step < 3; step++) network.Train();
            }));
        }
    }

    /// <summary>A packed batch of some sequences of one step.</summary>
    private static PackedSteps Batch(int sequences)
    {
        var steps = new PackedSteps();
        steps.Assign([.. Enumerable.Repeat(1, sequences)]);
        return steps;
    }

    private static Variable<T> Filled<T>(Tape<T> tape, int rows, int columns, T value)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        Variable<T> variable = tape.NewVariable(rows, columns);
        tape.Backend.Fill(variable.Value, value);
        return variable;
    }

    private static double Read<T>(Backend<T> backend, Tensor<T> scalar)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var value = new T[1];
        backend.Download(scalar, value.AsSpan());
        return double.CreateChecked(value[0]);
    }

    /// <summary>A model: embeddings, two bidirectional layers with dropout before and after, a linear layer and the cross-entropy.</summary>
    private sealed class SmallNetwork : IDisposable
    {
        private const int Embedding = 10, Hidden = 12, Classes = 7;
        private readonly Tape<float> _parameters, _tape;
        private readonly CellDefinition _cell;
        private readonly PackedSteps _steps = new();
        private readonly int[] _lengths = [6, 4, 4, 1], _words = new int[15], _labels = new int[15];
        private readonly Variable<float> _table, _weight, _bias;
        private readonly LayerWeights<float> _lower, _upper;

        public SmallNetwork(Backend<float> backend, CellDefinition cell)
        {
            (_parameters, _tape, _cell) = (new Tape<float>(backend), new Tape<float>(backend), cell);
            _table = Filled(_parameters, 20, Embedding, 0.1f);
            _weight = Filled(_parameters, Classes, 2 * cell.OutputWidth(Hidden), 0.1f);
            _bias = Filled(_parameters, 1, Classes, 0.1f);
            _lower = new LayerWeights<float>(Weights(Embedding), Weights(Embedding));
            _upper = new LayerWeights<float>(Weights(2 * cell.OutputWidth(Hidden)), Weights(2 * cell.OutputWidth(Hidden)));
        }

        public void Train()
        {
            _tape.Reset();
            _steps.Assign(_lengths);
            Variable<float> x = Embed<float>.Apply(_tape, _table, _tape.NewIds(_words));
            x = Dropout<float>.Apply(_tape, x, _steps, 0.3, new DropoutKey(1, 2, 3));
            x = _cell.Run(_tape, x, _steps, _lower, window: 0);
            x = Dropout<float>.Apply(_tape, x, _steps, 0.3, new DropoutKey(1, 2, 4));
            x = _cell.Run(_tape, x, _steps, _upper, window: 2);
            _tape.Backward(CrossEntropy<float>.Apply(_tape, _tape.Linear(x, _weight, _bias), _tape.NewIds(_labels), counted: 15));
        }

        public void Dispose()
        {
            _parameters.Dispose();
            _tape.Dispose();
        }

        private CellWeights<float> Weights(int inputs) => CellWeights<float>.Of(
            _cell.Parameters(inputs, Hidden), parameter => Filled(_parameters, parameter.Rows, parameter.Columns, parameter.IsVector ? 0 : 0.1f));
    }
}
