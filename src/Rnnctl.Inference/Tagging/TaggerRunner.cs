using Rnnctl.Compute.Chains;
using Rnnctl.Compute.Devices;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.Batches;
using Rnnctl.Inference.Contextual;
using Rnnctl.Models.Decoding;
using Rnnctl.Models.Taggers;
using Rnnctl.Text.Batching;

namespace Rnnctl.Inference.Tagging;

/// <summary>
/// Runs a tagger over sentences, in batches of similar length, and keeps the labels in the corpus's own order. Its memory is reused from call to call.
/// </summary>
public sealed class TaggerRunner : IDisposable
{
    private readonly TaggerModel _model;
    private readonly TaggerEnsemble? _ensemble;
    private readonly bool _withProbabilities, _withLogits, _withSurprisals;
    private readonly ChainDecoder<float>? _decoder;
    private readonly SentenceIntents? _intents;
    private readonly Tape<float> _tape;
    private readonly TaggerBatch _batch = new();
    private readonly LossMean _loss = new();
    private readonly ContextualReader? _contextual;
    private readonly bool _ownsContextual;
    private EncodedCorpus _corpus;
    private int[] _labels = [], _rowLabels = [];
    private float[] _probabilities = [], _logits = [], _surprisals = [], _sentenceSurprisals = [], _rowNumbers = [];

    /// <summary>A runner of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="withProbabilities">Whether each label's probability is wanted too.</param>
    /// <param name="withLogits">Whether all labels' logits are wanted too.</param>
    /// <param name="withSurprisals">Whether -log p of the gold labels is wanted too, of corpora that have them.</param>
    /// <param name="contextual">
    /// Gives the tokens the vectors of language models, and belongs to the caller; null to compute those of each batch, if the model reads any.
    /// </param>
    public TaggerRunner(
        TaggerModel model, bool withProbabilities = false, bool withLogits = false, bool withSurprisals = false, ContextualReader? contextual = null)
        : this(model, ensemble: null, contextual, withProbabilities) =>
        (_withLogits, _withSurprisals) = (withLogits, withSurprisals);

    /// <summary>A runner of models that label together. They label only: a corpus with labels is refused.</summary>
    /// <param name="ensemble">The models, which have got the corpus' sentences.</param>
    /// <param name="withProbabilities">Whether each label's probability is wanted too.</param>
    /// <param name="withLogits">Whether all labels' logits are wanted too.</param>
    public TaggerRunner(TaggerEnsemble ensemble, bool withProbabilities = false, bool withLogits = false)
        : this(ensemble.First, ensemble, contextual: null, withProbabilities) => _withLogits = withLogits;

    private TaggerRunner(TaggerModel model, TaggerEnsemble? ensemble, ContextualReader? contextual, bool withProbabilities)
    {
        (_model, _ensemble, _withProbabilities) = (model, ensemble, withProbabilities);
        _intents = model.Architecture.Intents > 0 ? new SentenceIntents(model, withProbabilities) : null;
        _contextual = contextual ?? model.NewContextualReader();
        _ownsContextual = contextual is null;
        _decoder = ensemble is null ? model.NewDecoder() : ensemble.NewDecoder();
        _tape = new Tape<float>(model.Backend, recording: false);
        _corpus = new EncodedCorpus(model.Tokens);
    }

    /// <summary>The sum of -log p(gold label) over the tokens of the last run whose gold label training saw; 0 without gold labels.</summary>
    public double LossSum => _loss.Sum;

    /// <summary>How many tokens <see cref="LossSum"/> is a sum over.</summary>
    public int LossTokens => _loss.Count;

    /// <summary>
    /// The loss of the last run, in nats: the mean over tokens of -log p(gold label), and with an intent head the weighted mean over sentences of
    /// -log p(gold intent) too, as training minimises it; null where training saw none of the gold labels.
    /// </summary>
    public double? Loss => _loss.Count == 0 ? null : _loss.Mean + (_intents?.WeightedLoss ?? 0);

    /// <summary>Labels every sentence of a corpus.</summary>
    /// <param name="corpus">The sentences.</param>
    /// <param name="plan">How they are batched; planned already.</param>
    /// <param name="share">The batches to run, whose labels and losses then are joined with those of the other parts; null for all.</param>
    /// <param name="cancellation">Stops the run between two batches.</param>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    /// <exception cref="DeviceMemoryException">A batch does not fit memory.</exception>
    public void Run(EncodedCorpus corpus, BatchPlan plan, WorkShare? share = null, CancellationToken cancellation = default)
    {
        if (_ensemble is not null && corpus.HasLabels) throw new InvalidOperationException("Models that label together have no loss.");
        _corpus = corpus;
        _loss.Clear();
        if (_labels.Length < corpus.Tokens) _labels = new int[corpus.Tokens];
        if (_withProbabilities && _probabilities.Length < corpus.Tokens) _probabilities = new float[corpus.Tokens];
        int logits = _withLogits ? TensorSize.Of(corpus.Tokens, _model.Labels.Count) : 0;
        if (_logits.Length < logits) _logits = new float[logits];
        if (_withSurprisals && _surprisals.Length < corpus.Tokens) _surprisals = new float[corpus.Tokens];
        if (_withSurprisals && _sentenceSurprisals.Length < corpus.Sentences) _sentenceSurprisals = new float[corpus.Sentences];
        _intents?.Begin(corpus.Sentences, isShared: share is not null);
        if (share is not null) Array.Clear(_labels);
        for (int batch = 0; batch < plan.Count; batch++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (share is null || share.Includes(batch)) RunBatchInMemory(plan[batch]);
        }

        if (share is not null) Join(share);
    }

    /// <summary>The ids of the labels of a sentence, or of several consecutive ones, <c>[tokens]</c>; valid until the next run.</summary>
    public ReadOnlySpan<int> LabelsOf(int sentence, int sentences = 1) => _labels.AsSpan(TokensOf(sentence, sentences));

    /// <summary>The probabilities of the labels, <c>[tokens]</c>, empty where they were not asked for; valid until the next run.</summary>
    public ReadOnlySpan<float> ProbabilitiesOf(int sentence, int sentences = 1) =>
        _withProbabilities ? _probabilities.AsSpan(TokensOf(sentence, sentences)) : default;

    /// <summary>The id of a sentence's intent, -1 of a sentence without tokens; valid until the next run.</summary>
    /// <exception cref="InvalidOperationException">The model has no intent head.</exception>
    public int IntentOf(int sentence) => Intents[sentence];

    /// <summary>The probability of a sentence's intent, where probabilities were asked for; valid until the next run.</summary>
    /// <exception cref="InvalidOperationException">The model has no intent head.</exception>
    public float IntentProbabilityOf(int sentence) => Intents.ProbabilityOf(sentence);

    /// <summary>A sentence's logits, <c>[tokens, labels]</c> row after row, empty where they were not asked for; valid until the next run.</summary>
    public ReadOnlySpan<float> LogitsOf(int sentence)
    {
        int labels = _model.Labels.Count;
        return _withLogits ? _logits.AsSpan(_corpus.StartOf(sentence) * labels, _corpus.LengthOf(sentence) * labels) : default;
    }

    /// <summary>
    /// -log p of each gold label of a sentence, <c>[tokens]</c>, 0 where training did not see the label; empty if a chain decodes, a conditional random field
    /// or a label model, or where they were not asked for. Valid until the next run.
    /// </summary>
    public ReadOnlySpan<float> SurprisalsOf(int sentence) => _withSurprisals && _decoder is null ? _surprisals.AsSpan(TokensOf(sentence, 1)) : default;

    /// <summary>
    /// log p of a sentence's gold labels together, where surprisals were asked for, by the chain if one decodes; labels that training did not see do not count,
    /// or may be any with a chain.
    /// </summary>
    public double LogProbabilityOf(int sentence)
    {
        if (_decoder is not null) return -_sentenceSurprisals[sentence];
        double sum = 0;
        foreach (float surprisal in SurprisalsOf(sentence)) sum -= surprisal;
        return sum;
    }

    /// <summary>A search for the best labellings by their logits, with the model's current weights.</summary>
    public NBestSearch NewSearch()
    {
        _tape.Reset();
        return _decoder is null ? NBestSearch.OfTokens(_model.Labels.Count) : _decoder.NBest(_tape);
    }

    /// <summary>Finds the spans in labels, with their probabilities by the logits and the model's current weights.</summary>
    public TaggedSpanReader NewSpanReader()
    {
        _tape.Reset();
        return new TaggedSpanReader(_model.Labels, _decoder is null ? ChainScores.OfTokens(_model.Labels.Count) : _decoder.ReadScores(_tape));
    }

    /// <summary>Frees the memory of running; the model belongs to the caller.</summary>
    public void Dispose()
    {
        _tape.Dispose();
        _decoder?.Dispose();
        if (_ownsContextual) _contextual?.Dispose();
    }

    private SentenceIntents Intents => _intents ?? throw new InvalidOperationException("the model has no intent head");

    /// <summary>A token has its label in one part, and 0 in the others.</summary>
    private void Join(WorkShare share)
    {
        _intents?.Join(share);
        share.SumLabels(_labels.AsSpan(0, _corpus.Tokens));
        _loss.Join(share);
    }

    private Range TokensOf(int sentence, int sentences) => _corpus.StartOf(sentence).._corpus.StartOf(sentence + sentences);

    private void RunBatchInMemory(ReadOnlySpan<int> sentences)
    {
        _batch.Fill(_corpus, sentences);
        _contextual?.Fill(_corpus, _batch);
        try
        {
            RunBatch(sentences);
        }
        catch (DeviceMemoryException failure)
        {
            throw BatchMemory.Refused(_batch.Size, failure);
        }
    }

    private void RunBatch(ReadOnlySpan<int> sentences)
    {
        _tape.Reset();
        int tokens = _batch.Packed.Tokens;
        TaggerOutputs<float> outputs = _model.Tagger.Outputs(_tape, _batch.Input, training: null);
        if (_ensemble is not null) outputs = _ensemble.Join(_tape, outputs, sentences);
        _intents?.Add(_tape, outputs.Intents.Value, _batch.Packed);
        Tensor<float> logits = outputs.Logits.Value;
        if (_corpus.HasLabels) AddLoss(logits);
        if (_corpus.HasLabels && _withSurprisals) ReadSurprisals(logits);
        LinearChain<float> chain = _decoder is null ? default : _decoder.Scores(_tape, logits, _batch.Steps);
        Tensor<int> best = _tape.NewIds(tokens);
        if (_decoder is null) _model.Backend.ArgMax(logits, best);
        else _decoder.Best(_tape, chain, best);
        if (_rowLabels.Length < tokens) _rowLabels = new int[tokens];
        _model.Backend.Download(best, _rowLabels.AsSpan(0, tokens));
        Unpack<int>(_rowLabels, _labels, width: 1);
        if (_withProbabilities)
            ReadProbabilities(_decoder is null ? Softmax<float>.Apply(_tape, Variable<float>.Constant(logits)).Value : Crf<float>.Marginals(_tape, chain));
        if (_withLogits) Unpack<float>(ReadRows(logits), _logits, logits.Columns);
    }

    private void AddLoss(Tensor<float> logits)
    {
        ReadOnlySpan<int> gold = _batch.Packed.LabelIds;
        int known = gold.Length - gold.Count(-1);
        if (known == 0) return;
        Tensor<int> labels = _tape.NewIds(gold);
        Variable<float> loss = _model.Tagger.Loss(_tape, Variable<float>.Constant(logits), labels, _batch.Steps, known);
        _loss.Add(_model.Backend, loss.Value, known);
    }

    private void ReadSurprisals(Tensor<float> logits)
    {
        Tensor<int> labels = _tape.NewIds(_batch.Packed.LabelIds);
        Span<float> rows = ReadRows(_model.Tagger.Surprisals(_tape, logits, labels, _batch.Steps));
        if (_decoder is null) Unpack<float>(rows, _surprisals, width: 1);
        else for (int place = 0; place < rows.Length; place++) _sentenceSurprisals[_batch.Packed.Order[place]] = rows[place];
    }

    /// <summary>The probability of each row's own label.</summary>
    private void ReadProbabilities(Tensor<float> probabilities)
    {
        Span<float> rows = ReadRows(probabilities);
        for (int row = 0; row < probabilities.Rows; row++) rows[row] = rows[(row * probabilities.Columns) + _rowLabels[row]];
        Unpack<float>(rows, _probabilities, width: 1);
    }

    private Span<float> ReadRows(Tensor<float> tensor)
    {
        if (_rowNumbers.Length < tensor.Count) _rowNumbers = new float[tensor.Count];
        Span<float> rows = _rowNumbers.AsSpan(0, tensor.Count);
        _model.Backend.Download(tensor, rows);
        return rows;
    }

    /// <summary>Copies packed rows of a width into the order of the corpus.</summary>
    private void Unpack<TElement>(ReadOnlySpan<TElement> rows, Span<TElement> target, int width)
    {
        PackedBatch batch = _batch.Packed;
        for (int place = 0; place < batch.Sentences; place++)
        {
            int start = _corpus.StartOf(batch.Order[place]);
            PackedRows.Gather(rows, width, batch.StepOffsets, place, target.Slice(start * width, batch.Lengths[place] * width));
        }
    }
}
