using Rnnctl.Compute.Chains;
using Rnnctl.Compute.Devices;
using Rnnctl.Compute.Operations;
using Rnnctl.Compute.Tensors;
using Rnnctl.Inference.Batches;
using Rnnctl.Inference.Contextual;
using Rnnctl.Models.Decoding;
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
    private readonly Tape<float> _tape;
    private readonly TaggerBatch _batch = new();
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
        : this(model, ensemble: null, contextual) =>
        (_withProbabilities, _withLogits, _withSurprisals) = (withProbabilities, withLogits, withSurprisals);

    /// <summary>A runner of models that label together. They label only: a corpus with labels is refused.</summary>
    /// <param name="ensemble">The models, which have got the corpus' sentences.</param>
    /// <param name="withProbabilities">Whether each label's probability is wanted too.</param>
    /// <param name="withLogits">Whether all labels' logits are wanted too.</param>
    public TaggerRunner(TaggerEnsemble ensemble, bool withProbabilities = false, bool withLogits = false)
        : this(ensemble.First, ensemble, contextual: null) =>
        (_withProbabilities, _withLogits) = (withProbabilities, withLogits);

    private TaggerRunner(TaggerModel model, TaggerEnsemble? ensemble, ContextualReader? contextual)
    {
        (_model, _ensemble) = (model, ensemble);
        _contextual = contextual ?? model.NewContextualReader();
        _ownsContextual = contextual is null;
        _decoder = ensemble is null ? model.NewDecoder() : ensemble.NewDecoder();
        _tape = new Tape<float>(model.Backend, recording: false);
        _corpus = new EncodedCorpus(model.Tokens);
    }

    /// <summary>The sum of -log p(gold label) over the tokens of the last run whose gold label training saw; 0 without gold labels.</summary>
    public double LossSum { get; private set; }

    /// <summary>How many tokens <see cref="LossSum"/> is a sum over.</summary>
    public int LossTokens { get; private set; }

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
        (LossSum, LossTokens) = (0, 0);
        if (_labels.Length < corpus.Tokens) _labels = new int[corpus.Tokens];
        if (_withProbabilities && _probabilities.Length < corpus.Tokens) _probabilities = new float[corpus.Tokens];
        int logits = _withLogits ? TensorSize.Of(corpus.Tokens, _model.Labels.Count) : 0;
        if (_logits.Length < logits) _logits = new float[logits];
        if (_withSurprisals && _surprisals.Length < corpus.Tokens) _surprisals = new float[corpus.Tokens];
        if (_withSurprisals && _sentenceSurprisals.Length < corpus.Sentences) _sentenceSurprisals = new float[corpus.Sentences];
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

    /// <summary>A token has its label in one part, and 0 in the others.</summary>
    private void Join(WorkShare share)
    {
        share.SumLabels(_labels.AsSpan(0, _corpus.Tokens));
        Span<double> losses = [LossSum, LossTokens];
        share.Sum(losses);
        (LossSum, LossTokens) = (losses[0], (int)losses[1]);
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
        Tensor<float> logits = _model.Tagger.Logits(_tape, _batch.Input, training: null).Value;
        if (_ensemble is not null) logits = _ensemble.Join(_tape, logits, sentences);
        if (_corpus.HasLabels) AddLoss(logits);
        if (_corpus.HasLabels && _withSurprisals) ReadSurprisals(logits);
        LinearChain<float> chain = _decoder is null ? default : _decoder.Scores(_tape, logits, _batch.Steps);
        Tensor<int> best = _tape.NewIds(tokens);
        if (_decoder is null) _model.Backend.ArgMax(logits, best);
        else _decoder.Best(_tape, chain, best);
        if (_rowLabels.Length < tokens) _rowLabels = new int[tokens];
        _model.Backend.Download(best, _rowLabels.AsSpan(0, tokens));
        Unpack<int>(_rowLabels, _labels, width: 1);
        if (_withProbabilities) ReadProbabilities(_decoder is null ? Softmax(logits) : Crf<float>.Marginals(_tape, chain));
        if (_withLogits) Unpack<float>(ReadRows(logits), _logits, logits.Columns);
    }

    private void AddLoss(Tensor<float> logits)
    {
        ReadOnlySpan<int> gold = _batch.Packed.LabelIds;
        int known = gold.Length - gold.Count(-1);
        if (known == 0) return;
        Tensor<int> labels = _tape.NewIds(gold);
        Variable<float> loss = _model.Tagger.Loss(_tape, Variable<float>.Constant(logits), labels, _batch.Steps, known);
        Span<float> mean = stackalloc float[1];
        _model.Backend.Download(loss.Value, mean);
        LossSum += (double)mean[0] * known;
        LossTokens += known;
    }

    private void ReadSurprisals(Tensor<float> logits)
    {
        Tensor<int> labels = _tape.NewIds(_batch.Packed.LabelIds);
        Span<float> rows = ReadRows(_model.Tagger.Surprisals(_tape, logits, labels, _batch.Steps));
        if (_decoder is null) Unpack<float>(rows, _surprisals, width: 1);
        else for (int place = 0; place < rows.Length; place++) _sentenceSurprisals[_batch.Packed.Order[place]] = rows[place];
    }

    private Tensor<float> Softmax(Tensor<float> logits)
    {
        Tensor<float> probabilities = _tape.NewTensor(logits.Rows, logits.Columns);
        _model.Backend.Softmax(logits, probabilities);
        return probabilities;
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
