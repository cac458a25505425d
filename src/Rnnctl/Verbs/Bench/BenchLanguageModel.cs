using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.Batches;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.LanguageModels;
using Rnnctl.Models.LanguageModels;
using Rnnctl.Models.Layers;
using Rnnctl.Models.Parameters;
using Rnnctl.Training.Learning;

namespace Rnnctl.Verbs.Bench;

/// <summary>A language model with random weights and a window of random text, to measure updates and evaluation.</summary>
internal sealed class BenchLanguageModel : IDisposable
{
    /// <summary>The vocabulary of Zaremba et al. 2014: 10,000 words of the Penn Treebank.</summary>
    public const int UsualSymbols = 10_000;

    private const ulong Seed = 5;
    private const double LearningRate = 0.001;

    private readonly TrainedLanguageModel _model;
    private readonly GradientDescent _descent;
    private readonly StreamStates<float> _states;
    private readonly Tape<float> _running;
    private readonly PackedSteps _steps = new();
    private readonly int[] _tokens, _labels;
    private readonly float[] _surprisals;
    private readonly LogUniformSampler<float>? _sampler;
    private readonly Func<Tape<float>, TrainingStep, Variable<float>> _loss;
    private long _updates;

    public BenchLanguageModel(Backend<float> backend, LanguageModelBenchRequest request, BenchSize size)
    {
        _steps.Assign([.. Enumerable.Repeat(size.Steps, size.Batch)]);
        ModelConfiguration configuration = Configuration(request, size);
        _model = TrainedLanguageModel.Create(configuration, BenchVocabulary.Of(request.Vocabulary), backend);
        _descent = new GradientDescent(_model.Trained, TrainedLanguageModel.SizeOf(configuration.Architecture));
        _states = new StreamStates<float>(backend, _model.Architecture, size.Batch);
        _running = new Tape<float>(backend, recording: false);
        int rows = TensorSize.Of(_steps.Tokens, _model.Architecture.Directions);
        var random = new PhiloxRandom(Seed, stream: 0);
        _tokens = [.. Enumerable.Range(0, rows).Select(_ => random.Next(request.Vocabulary))];
        _labels = [.. Enumerable.Range(0, rows).Select(_ => random.Next(request.Vocabulary))];
        _surprisals = new float[rows];
        _sampler = _model.NewSampler();
        _loss = Loss;
    }

    /// <summary>
    /// The floating-point operations of the matrix products of a window; a multiplication and an addition count as two. An update counts as three forward
    /// passes.
    /// </summary>
    public double Operations(BenchMode mode)
    {
        LanguageModelArchitecture architecture = _model.Architecture;
        IEnumerable<ParameterShape> matrices = architecture.Parameters().Where(shape => shape.Rows > 1 && shape.Columns > 1);
        double layers = matrices.Where(shape => !OfVocabulary(shape)).Sum(shape => (double)shape.Count);
        double output = (double)ComparedSymbols(mode) * architecture.Width * architecture.Directions;
        double forward = 2.0 * _steps.Tokens * (layers + output);
        return mode == BenchMode.Forward ? forward : 3 * forward;
    }

    /// <summary>Updates the weights once: forward, backward, clipping, the optimiser's step. The states go on from update to update.</summary>
    public void Train() => _descent.Update(_loss, new BatchSize(_steps.Sequences, _tokens.Length, _steps.Tokens), ++_updates, LearningRate);

    /// <summary>Computes the surprisal of each token of the window, as an evaluation does.</summary>
    public void Evaluate()
    {
        _running.Reset();
        Variable<float> readouts = _model.Model.Readouts(_running, Input, _states, training: null);
        _model.Backend.Download(_model.Model.Loss(_running, readouts, _running.NewIds(_labels)).Surprisals, _surprisals);
    }

    public void Dispose()
    {
        _running.Dispose();
        _states.Dispose();
        _descent.Dispose();
        _model.Dispose();
    }

    private LanguageModelInput Input => new(_tokens, _steps, isFirst: false);

    /// <summary>The columns of the output layer's product: the vocabulary, or the sample and each row's label.</summary>
    private int ComparedSymbols(BenchMode mode)
    {
        int samples = mode == BenchMode.Forward ? 0 : SampledSoftmax.SamplesOf(_model.Configuration.Training.Softmax);
        return samples == 0 ? _model.Architecture.Symbols : samples + 1;
    }

    private static bool OfVocabulary(ParameterShape shape) => shape.Name is "embedding.weight" or "output.weight";

    private static ModelConfiguration Configuration(LanguageModelBenchRequest request, BenchSize size) => request.Model with
    {
        Architecture = request.Model.Architecture with
        {
            Cell = size.Cell.Name,
            CellOptions = size.Cell.Options,
            Hidden = size.Hidden,
            Embedding = size.Hidden,
            Dropout = 0,
            Vocabularies = new Dictionary<string, int> { [TrainedLanguageModel.TokenVocabulary] = request.Vocabulary },
        },
    };

    private Variable<float> Loss(Tape<float> tape, TrainingStep step)
    {
        Variable<float> readouts = _model.Model.Readouts(tape, Input, _states, step);
        return _model.Model.TrainingLoss(tape, readouts, _labels, _sampler, step);
    }
}
