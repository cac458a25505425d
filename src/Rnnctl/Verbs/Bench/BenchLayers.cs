using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Formulas;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Parameters;

namespace Rnnctl.Verbs.Bench;

/// <summary>Layers with random weights on a random batch, ready to run forward, or forward and backward from a random output gradient.</summary>
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

    /// <summary>The layers of a shape.</summary>
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
        int inputs = TensorSize.Of(shape.Tokens, shape.Hidden), outputs = TensorSize.Of(shape.Tokens, shape.Directions * shape.Hidden);
        _input = backend.Allocate<float>(inputs);
        backend.Upload<float>(Draw(random, inputs), Input.Value);
        _outputGradient = backend.Allocate<float>(outputs);
        backend.Upload<float>(Draw(random, outputs), new Tensor<float>(_outputGradient, 0, 1, outputs));
    }

    private Variable<float> Input => Variable<float>.Constant(new Tensor<float>(_input, 0, _shape.Tokens, _shape.Hidden));

    /// <summary>Runs forward without recording.</summary>
    public void Forward() => Apply(_running);

    /// <summary>Runs forward and backward to the gradients of all weights.</summary>
    public void Train()
    {
        _backend.Clear(_parameters.Gradients);
        Variable<float> y = Apply(_recording);
        var gradient = new Tensor<float>(_outputGradient, 0, y.Rows, y.Columns);
        _backend.Map(default(Accumulate), y.Gradient, gradient, gradient);
        _recording.Backward();
    }

    /// <summary>Gives the memory back.</summary>
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
