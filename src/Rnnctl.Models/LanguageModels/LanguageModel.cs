using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Randomness;
using Rnnctl.Compute.Recurrence;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Characters;
using Rnnctl.Models.Layers;

namespace Rnnctl.Models.LanguageModels;

/// <summary>
/// A recurrent language model (Mikolov et al. 2010): an embedding, recurrent layers and a softmax over the vocabulary, which predict each token from those
/// before it and, in the other direction, from those after it. The two directions share the embedding and the output layer (Peters et al. 2018).
/// </summary>
/// <typeparam name="T">The number type.</typeparam>
public sealed class LanguageModel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly LanguageModelArchitecture _architecture;
    private readonly EmbeddingTable<T> _table;
    private readonly Variable<T> _outputWeight, _outputBias;
    private readonly CharacterEncoder<T>? _characters;
    private readonly RecurrentStack<T>[] _stacks;
    private readonly StackStates<T> _states;

    /// <summary>Creates the language model from its parameters.</summary>
    /// <param name="architecture">Its architecture.</param>
    /// <param name="parameter">Returns the parameter with a given name.</param>
    public LanguageModel(LanguageModelArchitecture architecture, Func<string, Variable<T>> parameter)
    {
        _architecture = architecture;
        if (architecture.Characters is { } characters) _characters = new CharacterEncoder<T>(characters, parameter);
        else _table = new EmbeddingTable<T>(parameter("embedding.weight"), architecture.DropoutVariant.Embedding, TrainingStep.EmbeddingPlace);
        _stacks = [.. architecture.Stacks.Select(stack => new RecurrentStack<T>(stack, parameter))];
        _states = new StackStates<T>(architecture.Layers);
        if (architecture.Symbols == 0) return;
        _outputWeight = architecture.TieEmbeddings ? _table.Weight : parameter("output.weight");
        _outputBias = parameter("output.bias");
    }

    /// <summary>The architecture.</summary>
    internal LanguageModelArchitecture Architecture => _architecture;

    /// <summary>The last layer's outputs, which the output layer reads, <c>[directions · N, width]</c>, forward direction first.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="input">A window of the streams.</param>
    /// <param name="states">
    /// The states that the streams have before the window; afterwards those that they have after it. Null to start from zeros or learnt initial states, and
    /// to keep none.
    /// </param>
    /// <param name="training">The training step, or null if the model does not learn; ignored if the tape does not record.</param>
    public Variable<T> Readouts(Tape<T> tape, LanguageModelInput input, StreamStates<T>? states, TrainingStep? training)
    {
        Variable<T> embedded = Embedded(tape, input, training);
        return _stacks.Length == 1
            ? Dropped(tape, Run(tape, 0, embedded, input, states, training), input.Steps, direction: 0, training)
            : RunBoth(tape, embedded, input, states, training);
    }

    /// <summary>The loss, the mean of -log p(label) over all rows, <c>[1, 1]</c>; and -log p of each row's label, <c>[directions · N, 1]</c>.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="readouts">The readouts, <c>[directions · N, width]</c>.</param>
    /// <param name="labels">The token that follows each token in its direction, <c>[1, directions · N]</c>.</param>
    /// <param name="counted">The number of labels that the mean is over: those of the whole batch, if this is a shard of one.</param>
    public (Variable<T> Loss, Tensor<T> Surprisals) Loss(Tape<T> tape, Variable<T> readouts, Tensor<int> labels, int counted) =>
        OutputLoss<T>.Apply(tape, readouts, _outputWeight, _outputBias, labels, counted, smoothing: 0);

    /// <summary>The loss that training minimises, <c>[1, 1]</c>: over the whole vocabulary, or over a sample that is drawn anew for each step.</summary>
    /// <param name="tape">A tape that records.</param>
    /// <param name="readouts">The readouts, <c>[directions · N, width]</c>.</param>
    /// <param name="labels">The token that follows each token in its direction, <c>[directions · N]</c>.</param>
    /// <param name="counted">The number of labels that the mean is over: those of the whole batch, if this is a shard of one.</param>
    /// <param name="sampler">What draws the sample, which both directions share; null for the whole vocabulary.</param>
    /// <param name="step">The training step.</param>
    public Variable<T> TrainingLoss(
        Tape<T> tape, Variable<T> readouts, ReadOnlySpan<int> labels, int counted, LogUniformSampler<T>? sampler, TrainingStep step)
    {
        if (sampler is null) return Loss(tape, readouts, tape.NewIds(labels), counted).Loss;
        SampledClasses<T> classes = sampler.Draw(step.Dropout(_architecture.SamplePlace), labels);
        return SampledOutputLoss<T>.Apply(tape, readouts, _outputWeight, _outputBias, classes, counted);
    }

    /// <summary>
    /// Promises a backend that the weights do not change until <see cref="Backend{T}.ForgetKept"/>. This makes single steps and short batches faster.
    /// </summary>
    public void KeepWeights(Backend<T> backend)
    {
        _characters?.KeepWeights(backend);
        foreach (RecurrentStack<T> stack in _stacks) stack.KeepWeights(backend);
        if (_architecture.Symbols > 0) backend.Keep(MatrixOperand<T>.Transpose(_outputWeight.Value));
    }

    /// <summary>The logits of the symbol that follows the last token of each stream, <c>[B, V]</c>, by the first direction alone.</summary>
    /// <param name="tape">A tape that does not record.</param>
    /// <param name="input">A window of streams of one length; of the first direction only.</param>
    /// <param name="states">The states before the window; afterwards those after it.</param>
    internal Tensor<T> NextLogits(Tape<T> tape, LanguageModelInput input, StreamStates<T> states)
    {
        Variable<T> embedded = Embedded(tape, input, training: null);
        Variable<T> outputs = Run(tape, 0, embedded, input, states, training: null);
        int streams = input.Steps.Sequences;
        return tape.Linear(outputs.SliceRows(outputs.Rows - streams, streams), _outputWeight, _outputBias).Value;
    }

    /// <summary>The gates and states of every step of all layers, forward direction first, each <c>[N, width]</c>; without dropout.</summary>
    /// <param name="tape">A tape that does not record.</param>
    /// <param name="input">Whole sentences; each direction has its own order of rows, that in which it reads.</param>
    public IReadOnlyList<LayerValues<T>> Trace(Tape<T> tape, LanguageModelInput input)
    {
        Variable<T> embedded = Embedded(tape, input, training: null);
        int tokens = input.Steps.Tokens;
        List<LayerValues<T>> values = [];
        for (int direction = 0; direction < _stacks.Length; direction++)
        {
            var states = new StackStates<T>(_architecture.Layers, withValues: true);
            _stacks[direction].Trace(tape, embedded.SliceRows(direction * tokens, tokens), input.Steps, states);
            bool isReverse = direction == 1 || _architecture.Direction == LanguageModelDirection.Backward;
            values.AddRange(states.Values.Select(one => one with { IsReverse = isReverse }));
        }

        return [.. values.OrderBy(one => one.Layer)];
    }

    /// <summary>The states of the layers of the direction that ran last; valid until the next run.</summary>
    internal StackStates<T> LastStates => _states;

    /// <summary>The vectors that the first layers read, <c>[directions · N, E]</c>.</summary>
    internal Variable<T> Embedded(Tape<T> tape, LanguageModelInput input, TrainingStep? training)
    {
        if (_characters is null) return _table.Apply(tape, input.Tokens, input.Steps, training);
        Variable<T> embedded = tape.NewVariable(input.Words.WordOfToken.Length, _architecture.Embedding);
        _characters.Apply(tape, input.Words, embedded);
        return embedded;
    }

    /// <summary>Runs the layers of a direction: the last layer's outputs, <c>[N, width]</c>.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="direction">The direction, from 0.</param>
    /// <param name="embedded">The embeddings of its tokens, <c>[N, E]</c>.</param>
    /// <param name="input">The tokens.</param>
    /// <param name="states">The states before them, and afterwards those after them; null to start from zeros or learnt initial states and keep none.</param>
    /// <param name="training">The training step, or null if the model does not learn.</param>
    internal Variable<T> Run(
        Tape<T> tape, int direction, Variable<T> embedded, LanguageModelInput input, StreamStates<T>? states, TrainingStep? training)
    {
        PackedSteps steps = input.Steps;
        ReadOnlySpan<CellState<T>> initial = states is null || input.IsFirst ? [] : states.Load(tape, direction, steps.Sequences);
        Variable<T> outputs = _stacks[direction].Run(tape, embedded, steps, initial, training, _states);
        states?.Save(tape, direction, steps, _states);
        return outputs;
    }

    private Variable<T> RunBoth(Tape<T> tape, Variable<T> embedded, LanguageModelInput input, StreamStates<T>? states, TrainingStep? training)
    {
        Variable<T> readouts = tape.NewVariable(embedded.Rows, _architecture.Width);
        int tokens = input.Steps.Tokens;
        for (int direction = 0; direction < _stacks.Length; direction++)
        {
            Variable<T> outputs = Run(tape, direction, embedded.SliceRows(direction * tokens, tokens), input, states, training);
            Copy<T>.Apply(tape, Dropped(tape, outputs, input.Steps, direction, training), readouts.SliceRows(direction * tokens, tokens));
        }

        return readouts;
    }

    /// <summary>The outputs of a direction with dropout, if the model learns; each direction has its own mask.</summary>
    private Variable<T> Dropped(Tape<T> tape, Variable<T> outputs, PackedSteps steps, int direction, TrainingStep? training)
    {
        if (training is not { } step) return outputs;
        DropoutKey key = step.Dropout(_architecture.OutputPlace, direction);
        return Dropout<T>.Apply(tape, outputs, steps, _architecture.Dropout, key, _architecture.DropoutVariant.Variational);
    }
}
