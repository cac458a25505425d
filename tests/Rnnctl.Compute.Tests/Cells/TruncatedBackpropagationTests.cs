using Rnnctl.Compute.Activations;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Cpu;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;

namespace Rnnctl.Compute.Tests.Cells;

/// <summary>
/// Truncated backpropagation through time, compared with sequences cut by hand: every window of every sequence has its own tape and a constant initial state,
/// and the host adds the gradients of all windows.
/// </summary>
public sealed class TruncatedBackpropagationTests
{
    private const int Features = 3;
    private const int Hidden = 5;
    private static readonly int[] Lengths = [7, 5, 5, 2, 1];

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(5, false)]
    [InlineData(7, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(5, true)]
    [InlineData(7, true)]
    public void A_window_gives_the_gradients_of_sequences_cut_by_hand(int window, bool reverse)
    {
        Check<Elman<Tanh>>(window, reverse);
        Check<Lstm<Tanh, Tanh>>(window, reverse);
        Check<Gru>(window, reverse);
    }

    private static void Check<TCell>(int window, bool reverse)
        where TCell : struct, ICell, IFusedCell
    {
        using Backend<double> backend = CpuDevice.Open<double>(threads: 1);
        var problem = new Problem(TCell.Gates);
        double[] expected = CutByHand<TCell>(backend, problem, window, reverse);
        double[] actual = Layer<TCell>(backend, problem, window, reverse);

        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-13);
    }

    /// <summary>Runs a layer with both directions; the direction that is not tested gets no gradient.</summary>
    private static double[] Layer<TCell>(Backend<double> backend, Problem problem, int window, bool reverse)
        where TCell : struct, ICell, IFusedCell
    {
        using var tape = new Tape<double>(backend);
        var steps = new PackedSteps();
        steps.Assign(Lengths);
        Variable<double> x = Place(tape, problem.X, steps.Tokens, Features);
        CellWeights<double> weights = problem.Weights(tape), idle = problem.Weights(tape);
        LayerWeights<double> layer = reverse ? new(idle, weights) : new(weights, idle);
        Variable<double> y = RecurrentLayer<double, TCell>.Apply(tape, x, steps, layer, window);
        for (int row = 0; row < steps.Tokens; row++)
        {
            Tensor<double> target = y.Gradient.SliceRows(row, 1).SliceColumns(reverse ? Hidden : 0, Hidden);
            backend.Upload(problem.Projection.AsSpan(row * Hidden, Hidden), target);
        }

        tape.Backward();
        return [.. Download(backend, x.Gradient), .. Gradients(backend, weights)];
    }

    private static double[] CutByHand<TCell>(Backend<double> backend, Problem problem, int window, bool reverse)
        where TCell : struct, ICell, IFusedCell
    {
        var steps = new PackedSteps();
        steps.Assign(Lengths);
        double[] inputGradient = new double[problem.X.Length], weightGradients = [];
        for (int sequence = 0; sequence < Lengths.Length; sequence++)
        {
            double[] hidden = new double[Hidden], memory = new double[Hidden];
            int windows = (Lengths[sequence] + window - 1) / window;
            for (int i = 0; i < windows; i++)
            {
                int first = window * (reverse ? windows - 1 - i : i);
                int count = Math.Min(window, Lengths[sequence] - first);
                IEnumerable<int> times = reverse ? Enumerable.Range(first, count).Reverse() : Enumerable.Range(first, count);
                int[] rows = [.. times.Select(t => steps.Offset(t) + sequence)];
                double[] gradients = Window<TCell>(backend, problem, rows, hidden, memory, inputGradient);
                weightGradients = weightGradients.Length == 0 ? gradients : [.. weightGradients.Zip(gradients, (a, b) => a + b)];
            }
        }

        return [.. inputGradient, .. weightGradients];
    }

    /// <summary>
    /// Runs some steps of one sequence, given by their rows: writes the inputs' gradients, updates the state, returns the weights' gradients.
    /// </summary>
    private static double[] Window<TCell>(
        Backend<double> backend, Problem problem, int[] rows, double[] hidden, double[] memory, double[] inputGradient)
        where TCell : struct, ICell, IFusedCell
    {
        using var tape = new Tape<double>(backend);
        CellWeights<double> weights = problem.Weights(tape);
        var state = new CellState<double>(Constant(tape, hidden), Constant(tape, memory));
        var inputs = new List<Variable<double>>();
        foreach (int row in rows)
        {
            Variable<double> x = Place(tape, problem.X[(row * Features)..((row + 1) * Features)], 1, Features);
            inputs.Add(x);
            state = TCell.Step(tape, TCell.FromInput(tape, x, weights), state, weights);
            backend.Upload(problem.Projection.AsSpan(row * Hidden, Hidden), state.Hidden.Gradient);
        }

        tape.Backward();
        Download(backend, state.Hidden.Value).CopyTo(hidden, 0);
        Download(backend, state.Memory.Value).CopyTo(memory, 0);
        for (int i = 0; i < rows.Length; i++) Download(backend, inputs[i].Gradient).CopyTo(inputGradient, rows[i] * Features);
        return Gradients(backend, weights);
    }

    private static Variable<double> Constant(Tape<double> tape, double[] values) =>
        Variable<double>.Constant(Place(tape, values, 1, values.Length).Value);

    private static Variable<double> Place(Tape<double> tape, double[] values, int rows, int columns)
    {
        Variable<double> variable = tape.NewVariable(rows, columns);
        tape.Backend.Upload<double>(values, variable.Value);
        return variable;
    }

    private static double[] Gradients(Backend<double> backend, CellWeights<double> weights) =>
    [
        .. Download(backend, weights.Input.Gradient), .. Download(backend, weights.Recurrent.Gradient),
        .. Download(backend, weights.InputBias.Gradient), .. Download(backend, weights.RecurrentBias.Gradient),
    ];

    private static double[] Download(Backend<double> backend, Tensor<double> tensor)
    {
        double[] values = new double[tensor.Count];
        backend.Download(tensor, values.AsSpan());
        return values;
    }

    private sealed class Problem(int gates)
    {
        private readonly double[] _input = Draw(1, gates * Hidden * Features), _recurrent = Draw(2, gates * Hidden * Hidden);
        private readonly double[] _inputBias = Draw(3, gates * Hidden), _recurrentBias = Draw(4, gates * Hidden);

        public double[] X { get; } = Draw(5, Lengths.Sum() * Features);

        public double[] Projection { get; } = Draw(6, Lengths.Sum() * Hidden);

        public CellWeights<double> Weights(Tape<double> tape) => new(
            Place(tape, _input, gates * Hidden, Features),
            Place(tape, _recurrent, gates * Hidden, Hidden),
            Place(tape, _inputBias, 1, gates * Hidden),
            Place(tape, _recurrentBias, 1, gates * Hidden));

        private static double[] Draw(uint stream, int count)
        {
            var random = new PhiloxRandom(40, stream);
            return [.. Enumerable.Range(0, count).Select(_ => (1.6 * random.NextDouble()) - 0.8)];
        }
    }
}
