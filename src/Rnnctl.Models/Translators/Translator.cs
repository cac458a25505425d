using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Contextual;
using Rnnctl.Models.Layers;

namespace Rnnctl.Models.Translators;

/// <summary>
/// An encoder-decoder: the encoder's recurrent layers read the source; the decoder predicts the target symbol by symbol from the previous symbols and the
/// source. It sees the source as a vector of fixed size (Cho et al. 2014, Sutskever et al. 2014) or by attention (Bahdanau et al. 2014, Luong et al. 2015).
/// </summary>
/// <typeparam name="T">The number type.</typeparam>
public sealed class Translator<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly TranslatorArchitecture _architecture;
    private readonly EmbeddingTable<T> _targetTable;
    private readonly Variable<T> _outputWeight, _outputBias;
    private readonly Encoder<T> _encoder;
    private readonly Bridge<T> _bridge;
    private readonly Decoder<T> _decoder;
    private readonly DecoderState<T> _state;
    private readonly SingleSteps _times = new();
    private readonly ScheduledSampling<T> _scheduledSampling;

    /// <summary>Creates the translator from its parameters.</summary>
    /// <param name="architecture">Its architecture.</param>
    /// <param name="parameter">Returns the parameter with a given name.</param>
    public Translator(TranslatorArchitecture architecture, Func<string, Variable<T>> parameter)
    {
        _architecture = architecture;
        _targetTable = new EmbeddingTable<T>(parameter(architecture.TargetTable), architecture.DropoutVariant.Embedding, TrainingStep.TargetEmbeddingPlace);
        _encoder = new Encoder<T>(architecture, parameter);
        _bridge = new Bridge<T>(architecture, parameter);
        _decoder = new Decoder<T>(architecture, parameter);
        _state = new DecoderState<T>(architecture.Layers);
        _outputWeight = architecture.TieEmbeddings ? _targetTable.Weight : parameter("output.weight");
        _outputBias = parameter("output.bias");
        _scheduledSampling = new ScheduledSampling<T>(_outputWeight, _outputBias);
    }

    /// <summary>The architecture.</summary>
    internal TranslatorArchitecture Architecture => _architecture;

    /// <summary>The readouts, which are the output layer's input, <c>[N, H]</c>. The decoder reads the target's previous symbols (teacher forcing).</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="input">The sources and targets.</param>
    /// <param name="training">The training step, or null if the model does not learn; ignored if the tape does not record.</param>
    public Variable<T> Readouts(Tape<T> tape, TranslatorInput input, TrainingStep? training)
    {
        EncodedSource<T> encoded = Encode(tape, input.Sources, input.SourceSteps, input.Contextual, training);
        DecoderSource<T> source = Start(tape, encoded, input.Places, _state);
        bool stepByStep = _architecture.RunsStepByStep || training is { ScheduledSampling: > 0 };
        Variable<T> readouts = stepByStep
            ? RunStepByStep(tape, input, source, training)
            : _decoder.Run(
                tape, _targetTable.Apply(tape, input.Targets, input.TargetSteps, training), input.TargetSteps, source, _state, training);
        if (training is not { } step) return readouts;
        return Dropout<T>.Apply(
            tape, readouts, input.TargetSteps, _architecture.Dropout, step.Dropout(_architecture.OutputPlace), _architecture.DropoutVariant.Variational);
    }

    /// <summary>
    /// The loss, the mean over the targets' symbols of -log p(symbol) with label smoothing, <c>[1, 1]</c>; and -log p of each symbol without smoothing,
    /// <c>[N, 1]</c>.
    /// </summary>
    /// <param name="tape">The tape.</param>
    /// <param name="readouts">The readouts, <c>[N, H]</c>.</param>
    /// <param name="labels">The target symbols, <c>[1, N]</c>.</param>
    /// <param name="smoothing">The ε of label smoothing: the share of the probability that is spread over all symbols (Szegedy et al. 2016).</param>
    /// <param name="counted">The number of symbols that the mean is over: those of the whole batch, if this is a shard of one.</param>
    public (Variable<T> Loss, Tensor<T> Surprisals) Loss(
        Tape<T> tape, Variable<T> readouts, Tensor<int> labels, double smoothing, int counted) =>
        OutputLoss<T>.Apply(tape, readouts, _outputWeight, _outputBias, labels, counted, smoothing);

    /// <summary>The loss with the penalty on the weights of contextual mixes, which training minimises, <c>[1, 1]</c>.</summary>
    public Variable<T> Penalized(Tape<T> tape, Variable<T> loss) => _encoder.Penalized(tape, loss);

    /// <summary>
    /// Promises a backend that the weights do not change until <see cref="Backend{T}.ForgetKept"/>. This makes searches faster; do not train meanwhile.
    /// </summary>
    public void KeepWeights(Backend<T> backend)
    {
        _encoder.KeepWeights(backend);
        _decoder.KeepWeights(backend);
        backend.Keep(MatrixOperand<T>.Transpose(_outputWeight.Value));
    }

    /// <summary>The gates and states of every step of the encoder's layers, each <c>[N, width]</c>; without dropout.</summary>
    /// <param name="tape">A tape that does not record.</param>
    /// <param name="sources">The sources' symbols in packed order, <c>[N]</c>.</param>
    /// <param name="steps">The packed batch's shape.</param>
    /// <param name="contextual">What the encoder reads of language models.</param>
    public IEnumerable<LayerValues<T>> TraceEncoder(Tape<T> tape, ReadOnlySpan<int> sources, PackedSteps steps, in ContextualInput contextual) =>
        _encoder.Trace(tape, sources, steps, contextual);

    /// <summary>Runs the encoder.</summary>
    internal EncodedSource<T> Encode(
        Tape<T> tape, ReadOnlySpan<int> sources, PackedSteps steps, in ContextualInput contextual, TrainingStep? training) =>
        _encoder.Run(tape, sources, steps, contextual, training);

    /// <summary>Sets the decoder's initial state for some of the sources and returns its view of them.</summary>
    internal DecoderSource<T> Start(Tape<T> tape, in EncodedSource<T> encoded, ReadOnlyMemory<int> places, DecoderState<T> state)
    {
        Variable<T> context = _bridge.Context(tape, encoded, places);
        _bridge.Start(tape, encoded, places, context, state);
        (Variable<T> keys, Variable<T> values) = _decoder.Project(tape, encoded.Outputs);
        return new DecoderSource<T>(encoded.Steps, places, keys, values, _architecture.ReadsContext ? context : default);
    }

    /// <summary>One step of the decoder from the previous symbols: the logits of the next symbols, <c>[B, V]</c>, and the attention weights.</summary>
    internal (Tensor<T> Logits, Tensor<T> Weights) Step(
        Tape<T> tape, ReadOnlySpan<int> symbols, PackedSteps steps, in DecoderSource<T> source, DecoderState<T> state)
    {
        Variable<T> embedded = _targetTable.Apply(tape, symbols, steps, training: null);
        (Variable<T> readout, Tensor<T> weights) = _decoder.Step(tape, embedded, steps, source, state, training: null, time: 0);
        return (tape.Linear(readout, _outputWeight, _outputBias).Value, weights);
    }

    private Variable<T> RunStepByStep(Tape<T> tape, TranslatorInput input, DecoderSource<T> source, TrainingStep? training)
    {
        PackedSteps steps = input.TargetSteps;
        Variable<T> readouts = tape.NewVariable(steps.Tokens, _architecture.Hidden), before = default;
        _scheduledSampling.Draw(tape, steps, training);
        for (int time = 0; time < steps.Steps; time++)
        {
            int first = steps.Offset(time), alive = steps.Alive(time);
            ReadOnlySpan<int> symbols = _scheduledSampling.Mix(tape, input.Targets.Slice(first, alive), before, first);
            _state.Narrow(alive);
            DecoderSource<T> seen = source.Context.Rows == 0 ? source : source with { Context = source.Context.SliceRows(0, alive) };
            PackedSteps now = _times.At(time, alive, steps.Numbers);
            before = _decoder.Step(tape, _targetTable.Apply(tape, symbols, now, training), now, seen, _state, training, time).Readout;
            Copy<T>.Apply(tape, before, readouts.SliceRows(first, alive));
        }

        return readouts;
    }
}
