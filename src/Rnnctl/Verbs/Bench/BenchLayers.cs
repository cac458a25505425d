using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Devices;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Parameters;

namespace Rnnctl.Verbs.Bench;

/// <summary>Layers with random weights, a random batch and a random output gradient, to measure forward and backward passes.</summary>
internal sealed class BenchLayers : IDisposable
{
    private const ulong Seed = 5;

    private readonly Backend<float> _backend;
    private readonly BenchShape _shape;
    private readonly ParameterSet<float> _parameters;
    private readonly LayerWeights<float>[] _layers;
    private readonly PackedSteps _steps = new();
    private readonly Tape<float> _recording, _running;
    private readonly Storage<float> _input, _outputGradient;

    public BenchLayers(Backend<float> backend, BenchShape shape)
    {
        _backend = backend;
        _shape = shape;
        _parameters = new ParameterSet<float>(backend, [.. Shapes(shape)], learning: true);
        _parameters.Initialize(Seed);
        _layers = [.. Enumerable.Range(0, shape.Layers).Select(Layer)];
        _steps.Assign([.. Enumerable.Repeat(shape.Steps, shape.Batch)]);
        _recording = new Tape<float>(backend);
        _running = new Tape<float>(backend, recording: false);
        var random = new PhiloxRandom(Seed, stream: 1 << 20);
        int inputs = TensorSize.Of(shape.Tokens, shape.Hidden), outputs = TensorSize.Of(shape.Tokens, shape.Width);
        _input = backend.Allocate<float>(inputs);
        backend.Upload<float>(Draw(random, inputs), Input.Value);
        _outputGradient = backend.Allocate<float>(outputs);
        backend.Upload<float>(Draw(random, outputs), new Tensor<float>(_outputGradient, 0, 1, outputs));
    }

    private Variable<float> Input => Variable<float>.Constant(new Tensor<float>(_input, 0, _shape.Tokens, _shape.Hidden));

    /// <summary>Promises that the weights do not change, as a model that only runs does, until <see cref="Backend{T}.ForgetKept"/>.</summary>
    public void KeepWeights()
    {
        foreach (LayerWeights<float> layer in _layers) layer.KeepOn(_backend);
    }

    /// <summary>Runs forward without recording for the backward pass.</summary>
    public void Forward() => Apply(_running);

    /// <summary>Runs forward and backward, and computes the gradients of all weights.</summary>
    public void Train()
    {
        _backend.Clear(_parameters.Gradients);
        Variable<float> y = Apply(_recording);
        var gradient = new Tensor<float>(_outputGradient, 0, y.Rows, y.Columns);
        _backend.Map(default(Accumulate), y.Gradient, gradient, gradient);
        _recording.Backward();
    }

    public void Dispose()
    {
        _recording.Dispose();
        _running.Dispose();
        _input.Dispose();
        _outputGradient.Dispose();
        _parameters.Dispose();
    }

    private static IEnumerable<ParameterShape> Shapes(BenchShape shape) =>
        from layer in Enumerable.Range(0, shape.Layers)
        from direction in Enumerable.Range(0, shape.Directions)
        from parameter in CellInitialization.Shapes(shape.Cell, shape.Parameters(layer), prefix: "", Suffix(layer, direction))
        select parameter;

    private static string Suffix(int layer, int direction) => $"_l{layer}_{direction}";

    private static float[] Draw(PhiloxRandom random, int count)
    {
        var numbers = new float[count];
        for (int i = 0; i < count; i++) numbers[i] = (random.NextSingle() * 2) - 1;
        return numbers;
    }

    private LayerWeights<float> Layer(int layer) => new(Weights(layer, 0), _shape.Bidirectional ? Weights(layer, 1) : null);

    private CellWeights<float> Weights(int layer, int direction) =>
        CellWeights<float>.Of(_shape.Parameters(layer), parameter => _parameters[parameter.Name + Suffix(layer, direction)]);

    private Variable<float> Apply(Tape<float> tape)
    {
        tape.Reset();
        Variable<float> x = Input;
        for (int layer = 0; layer < _layers.Length; layer++)
        {
            StateNoise noise = _shape.Variant.NoiseOf(new DropoutKey(Seed, Step: 1, (uint)layer));
            x = _shape.Variant.OutputOf(tape, layer, x, _shape.Cell.Run(tape, x, _steps, _layers[layer], window: 0, noise));
        }

        return x;
    }
}

/// <summary>The layers that one row of <c>rnnctl bench</c> measures. The input has the hidden size, and all sequences have the same length.</summary>
internal sealed record BenchShape(CellDefinition Cell, int Hidden, int Batch, int Steps, int Layers, bool Bidirectional, LayerVariant Variant)
{
    /// <summary>The tokens of a batch.</summary>
    /// <exception cref="DeviceMemoryException">A tensor cannot have so many rows.</exception>
    public int Tokens => TensorSize.Of(Batch, Steps);

    public int Directions => Bidirectional ? 2 : 1;

    /// <summary>The width of a layer's output.</summary>
    public int Width => Directions * Cell.OutputWidth(Hidden);

    /// <summary>The parameters of one direction of a layer. Its input is the batch, or the output of the layer below.</summary>
    public IReadOnlyList<CellParameter> Parameters(int layer) => Variant.Parameters(Cell, layer == 0 ? Hidden : Width, Hidden);

    /// <summary>
    /// The floating-point operations of the matrix products; a multiplication and an addition count as two. A training step counts as three forward passes,
    /// as usual, although the gradient of the first layer's input is not computed.
    /// </summary>
    public double Operations(BenchMode mode)
    {
        double forward = 0;
        for (int layer = 0; layer < Layers; layer++) forward += 2.0 * Tokens * Directions * Weights(layer);
        return mode == BenchMode.Forward ? forward : 3 * forward;
    }

    private double Weights(int layer) => Parameters(layer).Where(parameter => !parameter.IsVector)
        .Sum(parameter => (double)parameter.Rows * parameter.Columns);
}

/// <summary>A combination of cell and sizes that <c>rnnctl bench</c> measures.</summary>
internal sealed record BenchSize(CellDefinition Cell, int Hidden, int Batch, int Steps)
{
    /// <summary>All combinations; the last list varies fastest.</summary>
    public static IEnumerable<BenchSize> Combinations(
        IReadOnlyList<CellDefinition> cells, IReadOnlyList<int> hiddens, IReadOnlyList<int> batches, IReadOnlyList<int> steps) =>
        from cell in cells
        from hidden in hiddens
        from batch in batches
        from count in steps
        select new BenchSize(cell, hidden, batch, count);

    /// <summary>Measures something of these sizes.</summary>
    /// <exception cref="DeviceMemoryException">It does not fit in memory; the message names the options.</exception>
    public void Measure(Action measure)
    {
        try
        {
            measure();
        }
        catch (DeviceMemoryException failure)
        {
            throw new DeviceMemoryException(
                $"--hidden {Hidden} --batch {Batch} --steps {Steps} do not fit: {failure.Message}", "try smaller numbers", failure);
        }
    }
}
