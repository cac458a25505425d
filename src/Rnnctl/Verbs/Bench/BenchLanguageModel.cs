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
    private readonly GradientDescent<Shard> _descent;
    private readonly Tape<float> _running;
    private readonly Streams _streams;
    private readonly BatchSize _size;
    private readonly float[] _surprisals;
    private long _updates;

    public BenchLanguageModel(Backend<float> backend, LanguageModelBenchRequest request, BenchSize size)
    {
        int directions = request.Model.Architecture.LanguageModel!.Direction == LanguageModelDirection.Both ? 2 : 1;
        int rows = TensorSize.Of(TensorSize.Of(size.Steps, size.Batch), directions);
        ModelConfiguration configuration = Configuration(request, size);
        _model = TrainedLanguageModel.Create(configuration, BenchVocabulary.Of(request.Vocabulary), backend);
        _descent = new GradientDescent<Shard>(
            _model.Trained, TrainedLanguageModel.SizeOf(configuration.Architecture), parameters => new Shard(_model, parameters));
        _running = new Tape<float>(backend, recording: false);
        _streams = new Streams(_model, size.Batch, size.Steps);
        _surprisals = new float[rows];
        _size = new BatchSize(size.Batch, rows, size.Batch * size.Steps);
        ReadOnlySpan<Shard> shards = _descent.Cut(size.Batch);
        for (int shard = 0; shard < shards.Length; shard++)
            shards[shard].Read(new Streams(_model, (size.Batch * (shard + 1) / shards.Length) - (size.Batch * shard / shards.Length), size.Steps), rows);
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
        double forward = 2.0 * _size.Predictions * (layers + output);
        return mode == BenchMode.Forward ? forward : 3 * forward;
    }

    /// <summary>Updates the weights once: forward, backward, clipping, the optimiser's step. The states go on from update to update.</summary>
    public void Train() => _descent.Update(_size, ++_updates, LearningRate);

    /// <summary>Computes the surprisal of each token of the window, as an evaluation does.</summary>
    public void Evaluate()
    {
        _running.Reset();
        Variable<float> readouts = _model.Model.Readouts(_running, _streams.Input, _streams.States, training: null);
        _model.Backend.Download(_model.Model.Loss(_running, readouts, _running.NewIds(_streams.Labels), _surprisals.Length).Surprisals, _surprisals);
    }

    public void Dispose()
    {
        _running.Dispose();
        _streams.Dispose();
        foreach (Shard shard in _descent.Cut(_size.Sequences)) shard.Dispose();
        _descent.Dispose();
        _model.Dispose();
    }

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

    /// <summary>Streams of random text that have been read before, so that they have states.</summary>
    private sealed class Streams : IDisposable
    {
        private readonly PackedSteps _steps = new();
        private readonly int[] _tokens, _labels;

        public Streams(TrainedLanguageModel model, int streams, int steps)
        {
            _steps.Assign([.. Enumerable.Repeat(steps, streams)]);
            States = new StreamStates<float>(model.Backend, model.Architecture, streams);
            int rows = _steps.Tokens * model.Architecture.Directions;
            var random = new PhiloxRandom(Seed, stream: 0);
            _tokens = [.. Enumerable.Range(0, rows).Select(_ => random.Next(model.Architecture.Symbols))];
            _labels = [.. Enumerable.Range(0, rows).Select(_ => random.Next(model.Architecture.Symbols))];
        }

        public StreamStates<float> States { get; }

        public LanguageModelInput Input => new(_tokens, _steps, isFirst: false);

        public ReadOnlySpan<int> Labels => _labels;

        public void Dispose() => States.Dispose();
    }

    /// <summary>A shard's streams and its model.</summary>
    private sealed class Shard(TrainedLanguageModel trained, ParameterSet<float> parameters) : IShard, IDisposable
    {
        private readonly LanguageModel<float> _model = new(trained.Architecture, name => parameters[name]);
        private readonly LogUniformSampler<float>? _sampler = trained.NewSampler();
        private Streams? _streams;
        private int _counted;

        /// <summary>Reads these streams in every update from now on.</summary>
        public void Read(Streams streams, int counted) => (_streams, _counted) = (streams, counted);

        public Variable<float> Loss(Tape<float> tape, TrainingStep step)
        {
            Variable<float> readouts = _model.Readouts(tape, _streams!.Input, _streams.States, step);
            return _model.TrainingLoss(tape, readouts, _streams.Labels, _counted, _sampler, step);
        }

        public void Dispose() => _streams?.Dispose();
    }
}
