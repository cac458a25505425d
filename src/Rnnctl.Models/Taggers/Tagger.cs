using System.Numerics;
using Rnnctl.Compute.Backends;
using Rnnctl.Compute.Cells;
using Rnnctl.Compute.Chains;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Models.Attention;
using Rnnctl.Models.Characters;
using Rnnctl.Models.Contextual;
using Rnnctl.Models.Layers;

namespace Rnnctl.Models.Taggers;

/// <summary>
/// A sequence tagger: embeddings, recurrent layers, optional self-attention, and a linear output layer. The softmax of the output layer is each token's
/// distribution over the labels. With a conditional random field, the outputs are the emissions of a linear chain that scores a sentence's labels
/// together (Huang et al. 2015).
/// </summary>
/// <typeparam name="T">The number type.</typeparam>
public sealed class Tagger<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly TaggerArchitecture _architecture;
    private readonly EmbeddingTable<T> _embedding;
    private readonly Variable<T> _outputWeight, _outputBias;
    private readonly CharacterEncoder<T>? _characters;
    private readonly Variable<T>[] _features;
    private readonly RecurrentStack<T> _layers;
    private readonly SelfAttention<T>? _attention;
    private readonly ContextualVectors<T>? _contextual;

    /// <summary>Creates the tagger from its parameters.</summary>
    /// <param name="architecture">Its architecture.</param>
    /// <param name="parameter">Returns the parameter with a given name.</param>
    public Tagger(TaggerArchitecture architecture, Func<string, Variable<T>> parameter)
    {
        _architecture = architecture;
        _embedding = new EmbeddingTable<T>(parameter("embedding.weight"), architecture.DropoutVariant.Embedding, TrainingStep.EmbeddingPlace);
        _characters = architecture.Characters is { } characters ? new CharacterEncoder<T>(characters, parameter) : null;
        _features = [.. Enumerable.Range(0, architecture.Features.Count).Select(feature => parameter(TaggerArchitecture.FeatureTable(feature)))];
        _outputWeight = parameter("output.weight");
        _outputBias = parameter("output.bias");
        _layers = new RecurrentStack<T>(architecture.Stack, parameter, WithOutputLayer);
        _attention = architecture.SelfAttention is { } attention ? new SelfAttention<T>(attention, parameter) : null;
        _contextual = architecture.Contextual is { } contextual ? new ContextualVectors<T>(contextual, parameter) : null;
        if (architecture.ChainName is not { } chain) return;
        DecodingChain = new ChainWeights<T>(
            parameter($"{chain}.transitions"), parameter($"{chain}.start_transitions"), parameter($"{chain}.end_transitions"));
    }

    /// <summary>The parameters of the conditional random field, or null without one.</summary>
    public ChainWeights<T>? Chain => _architecture.Crf ? DecodingChain : null;

    /// <summary>
    /// The scores of the chain over the logits that decodes: those of the conditional random field, or of the label model; null if each token is labelled
    /// independently.
    /// </summary>
    public ChainWeights<T>? DecodingChain { get; }

    /// <summary>Every token's logits, <c>[N, labels]</c>.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="input">The packed batch of sentences.</param>
    /// <param name="training">The training step, or null if the model does not learn; ignored if the tape does not record.</param>
    /// <param name="states">Receives each layer's states and their gradients, or null. With it the model does not learn, and BPTT is not truncated.</param>
    public Variable<T> Logits(Tape<T> tape, TaggerInput input, TrainingStep? training, StackStates<T>? states = null)
    {
        ReadOnlySpan<Variable<T>> contextual = Contextual(tape, input, training);
        Variable<T> vectors = Vectors(tape, input, contextual, training);
        Variable<T> x = states is null
            ? _layers.Run(tape, vectors, input.Steps, initial: [], training, states: null)
            : _layers.Trace(tape, vectors, input.Steps, states);
        x = Attended(tape, Dropped(tape, x, input.Steps, _architecture.Layers, training), input.Steps, training);
        return tape.Linear(InContext(tape, x, contextual, training), _outputWeight, _outputBias);
    }

    /// <summary>What the first layer reads of each token, then the output of each recurrent layer, each <c>[N, width]</c>; without dropout.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="input">The packed batch of sentences.</param>
    public Variable<T>[] Layers(Tape<T> tape, TaggerInput input)
    {
        var states = new StackStates<T>(_architecture.Layers);
        Variable<T> vectors = Vectors(tape, input, Contextual(tape, input, training: null), training: null);
        _layers.Run(tape, vectors, input.Steps, initial: [], training: null, states);
        return [vectors, .. states.Readouts];
    }

    /// <summary>The mixed layers of the language models that the tagger reads, <c>[N, input width + output width]</c>; without dropout.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="input">The packed batch of sentences.</param>
    /// <exception cref="InvalidOperationException">The tagger reads no language model.</exception>
    public Variable<T> Mixes(Tape<T> tape, TaggerInput input)
    {
        if (_contextual is null || _architecture.Contextual is not { } shape) throw new InvalidOperationException("the tagger reads no language model");
        ReadOnlySpan<Variable<T>> layers = Contextual(tape, input, training: null);
        Variable<T> joined = tape.NewVariable(input.Tokens.Length, shape.InputWidth + shape.OutputWidth);
        _contextual.MixAtInput(tape, layers, wordOfSymbol: default, training: null, place: 0, joined.SliceColumns(0, shape.InputWidth));
        _contextual.MixAtOutput(tape, layers, wordOfSymbol: default, training: null, place: 0, joined.SliceColumns(shape.InputWidth, shape.OutputWidth));
        return joined;
    }

    /// <summary>The loss: the mean over the labelled tokens of -log p(gold label), <c>[1, 1]</c>.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="logits">The tokens' logits, <c>[N, labels]</c>.</param>
    /// <param name="labels">The gold labels, <c>[1, N]</c>; negative for tokens that do not count, where a chain may have any label.</param>
    /// <param name="steps">The packed batch's shape.</param>
    /// <param name="counted">The number of labels that are not negative, at least 1.</param>
    public Variable<T> Loss(Tape<T> tape, Variable<T> logits, Tensor<int> labels, PackedSteps steps, int counted) => Chain is { } chain
        ? Crf<T>.Apply(tape, logits, chain, steps, labels, counted)
        : CrossEntropy<T>.Apply(tape, logits, labels, counted);

    /// <summary>The loss that training minimises, <c>[1, 1]</c>: the same, unless the architecture smooths the labels or weights the tokens.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="logits">The tokens' logits, <c>[N, labels]</c>.</param>
    /// <param name="labels">The gold labels, <c>[1, N]</c>, as for <see cref="Loss"/>.</param>
    /// <param name="steps">The packed batch's shape.</param>
    /// <param name="counted">The number of labels that are not negative, at least 1.</param>
    public Variable<T> TrainingLoss(Tape<T> tape, Variable<T> logits, Tensor<int> labels, PackedSteps steps, int counted) => _architecture.TrainingLoss switch
    {
        { LabelSmoothing: > 0 and var smoothing } => SmoothedCrossEntropy<T>.Apply(tape, logits, labels, counted, smoothing),
        { Focal: > 0 and var gamma } => FocalLoss<T>.Apply(tape, logits, labels, counted, gamma),
        _ => Loss(tape, logits, labels, steps, counted),
    };

    /// <summary>The loss with the penalty on the weights of contextual mixes, which training minimises, <c>[1, 1]</c>.</summary>
    public Variable<T> Penalized(Tape<T> tape, Variable<T> loss) => _contextual is null ? loss : _contextual.Penalized(tape, loss);

    /// <summary>
    /// -log p of the gold labels: of each token's label, <c>[N, 1]</c>, 0 for tokens that do not count; or, if a chain decodes, of all labels of each sentence
    /// by the chain, <c>[B, 1]</c>.
    /// </summary>
    /// <param name="tape">The tape, whose memory holds the result; nothing is recorded.</param>
    /// <param name="logits">The tokens' logits, <c>[N, labels]</c>.</param>
    /// <param name="labels">The gold labels, <c>[1, N]</c>; negative for tokens that do not count, where a chain may have any label.</param>
    /// <param name="steps">The packed batch's shape.</param>
    public Tensor<T> Surprisals(Tape<T> tape, Tensor<T> logits, Tensor<int> labels, PackedSteps steps)
    {
        if (DecodingChain is { } chain) return Crf<T>.Surprisals(tape, chain.Over(steps, logits), labels);
        Tensor<T> surprisals = tape.NewTensor(logits.Rows, 1);
        tape.Backend.CrossEntropy(logits, labels, tape.NewTensor(logits.Rows, logits.Columns), surprisals);
        return surprisals;
    }

    /// <summary>
    /// Promises a backend that the weights do not change until <see cref="Backend{T}.ForgetKept"/>. This makes short batches faster; do not train meanwhile.
    /// </summary>
    public void KeepWeights(Backend<T> backend)
    {
        _characters?.KeepWeights(backend);
        _layers.KeepWeights(backend);
        backend.Keep(MatrixOperand<T>.Transpose(_outputWeight.Value));
    }

    /// <summary>The layers of the language models that the tagger reads; empty if it reads none.</summary>
    private ReadOnlySpan<Variable<T>> Contextual(Tape<T> tape, TaggerInput input, TrainingStep? training) =>
        _contextual is null ? default : _contextual.Load(tape, input.Contextual, training);

    /// <summary>x with dropout, if the model learns. The place selects the mask.</summary>
    private Variable<T> Dropped(Tape<T> tape, Variable<T> x, PackedSteps steps, int place, TrainingStep? training) => training is { } step
        ? Dropout<T>.Apply(tape, x, steps, _architecture.Dropout, step.Dropout(place), _architecture.DropoutVariant.Variational)
        : x;

    /// <summary>x + attention(x), with dropout on attention(x), as in a Transformer's sublayers (Vaswani et al. 2017, section 5.4).</summary>
    private Variable<T> Attended(Tape<T> tape, Variable<T> x, PackedSteps steps, TrainingStep? training) =>
        _attention is null ? x : tape.Add(x, Dropped(tape, _attention.Apply(tape, x, steps), steps, _architecture.Layers + 1, training));

    /// <summary>Each token's embedding, joined with the vector of its characters, the embeddings of its features and its contextual vectors,
    /// <c>[N, embedding + width + features · feature embedding + contextual width]</c>.</summary>
    private Variable<T> Vectors(Tape<T> tape, TaggerInput input, ReadOnlySpan<Variable<T>> contextual, TrainingStep? training)
    {
        Variable<T> table = _embedding.Weight;
        int tokens = input.Tokens.Length;
        int spelled = table.Columns, described = spelled + (_characters?.Width ?? 0), size = _architecture.FeatureEmbedding;
        int mixed = described + (_features.Length * size), width = mixed + (_architecture.Contextual?.InputWidth ?? 0);
        if (width == spelled) return _embedding.Apply(tape, input.Tokens, input.Steps, training);
        bool learns = table.HasGradient || _characters is not null || _contextual is not null || Array.Exists(_features, one => one.HasGradient);
        Variable<T> joined = learns ? tape.NewVariable(tokens, width) : Variable<T>.Constant(tape.NewTensor(tokens, width));
        _embedding.Apply(tape, input.Tokens, input.Steps, training, joined.SliceColumns(0, spelled));
        _characters?.Apply(tape, input.Words, joined.SliceColumns(spelled, described - spelled));
        for (int feature = 0; feature < _features.Length; feature++)
        {
            Tensor<int> ids = tape.NewIds(input.Features.Slice(feature * tokens, tokens));
            Embed<T>.Apply(tape, _features[feature], ids, joined.SliceColumns(described + (feature * size), size));
        }

        _contextual?.MixAtInput(tape, contextual, wordOfSymbol: default, training, _architecture.Layers + 2, joined.SliceColumns(mixed, width - mixed));
        return joined;
    }

    /// <summary>x joined with the contextual vectors of the output, <c>[N, encoder + contextual width]</c>.</summary>
    private Variable<T> InContext(Tape<T> tape, Variable<T> x, ReadOnlySpan<Variable<T>> contextual, TrainingStep? training)
    {
        if (_contextual is null || _architecture.Contextual is not { OutputWidth: > 0 and var width }) return x;
        Variable<T> joined = tape.NewVariable(x.Rows, x.Columns + width);
        Copy<T>.Apply(tape, x, joined.SliceColumns(0, x.Columns));
        _contextual.MixAtOutput(tape, contextual, wordOfSymbol: default, training, _architecture.Layers + 2, joined.SliceColumns(x.Columns, width));
        return joined;
    }

    /// <summary>Adds the output layer's block for this direction to the last layer's weights: a Jordan network's memory is the tagger's output.</summary>
    private CellWeights<T> WithOutputLayer(CellWeights<T> weights, int direction)
    {
        int width = _architecture.Stack.Width / _architecture.Directions;
        Variable<T> block = _outputWeight.SliceColumns(direction * width, width);
        return weights with { Output = block, OutputBias = _outputBias };
    }
}
