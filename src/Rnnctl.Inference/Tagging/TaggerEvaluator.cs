using Rnnctl.Inference.Batches;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Contextual;
using Rnnctl.Text.Batching;
using Rnnctl.Text.Corpora;

namespace Rnnctl.Inference.Tagging;

/// <summary>Runs a tagger over a labelled corpus and scores its labels. One evaluator serves all evaluations of a training run.</summary>
public sealed class TaggerEvaluator : IDisposable
{
    private readonly TaggingData _data;
    private readonly BatchPlan _plan;
    private readonly TaggerRunner _runner;
    private readonly GivenLabels _given;
    private readonly int[] _givenIntents;
    private readonly ScoreKind? _score;
    private readonly WorkShare? _share;

    /// <summary>An evaluator of a model on a corpus.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The corpus.</param>
    /// <param name="limit">The largest size of a batch.</param>
    /// <param name="contextual">Gives the corpus' tokens the vectors of language models; the caller's. Null to compute them anew each time.</param>
    /// <param name="score">What the labels are scored by; null for what the model is scored by.</param>
    /// <param name="share">The batches that this process runs; null for all.</param>
    /// <param name="withSurprisals">Whether the probability of each sentence's gold labels is wanted too.</param>
    public TaggerEvaluator(
        TaggerModel model, TaggingData data, BatchLimit limit, ContextualReader? contextual = null, ScoreKind? score = null, WorkShare? share = null,
        bool withSurprisals = false)
    {
        (_data, _score, _share) = (data, score ?? model.Configuration.Text.Score, share);
        _plan = new BatchPlan(data.Encoded, limit);
        _plan.SortByLength();
        _runner = new TaggerRunner(model, withSurprisals: withSurprisals, contextual: contextual);
        _given = new GivenLabels(model.Labels, data.Scheme, data.Gold.LabelSymbols);
        _givenIntents = [.. (model.Vocabularies.Intents?.Symbols ?? []).Select(intent => data.Gold.IntentSymbols.Add(intent))];
        Predicted = new PredictedLabels(data.Gold);
    }

    /// <summary>The loss as <see cref="TaggerRunner.Loss"/> has it; null where training saw none of the gold labels.</summary>
    public double? Loss { get; private set; }

    /// <summary>The labels of the last evaluation.</summary>
    public PredictedLabels Predicted { get; private set; }

    /// <summary>log p of a sentence's gold labels together, where surprisals were asked for, as <see cref="TaggerRunner.LogProbabilityOf"/>.</summary>
    public double LogProbabilityOf(int sentence) => _runner.LogProbabilityOf(sentence);

    /// <summary>Labels the corpus with the model's current weights, and scores the labels.</summary>
    /// <param name="cancellation">Ends it between two batches.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public TaggingScores Evaluate(CancellationToken cancellation = default)
    {
        _runner.Run(_data.Encoded, _plan, share: _share, cancellation: cancellation);
        Loss = _runner.Loss;
        var predicted = new PredictedLabels(_data.Gold);
        for (int sentence = 0; sentence < _data.Gold.Sentences; sentence++) AddSentence(predicted, sentence);
        Predicted = predicted;
        return TaggingScores.Of(_data.Gold, predicted, _score);
    }

    /// <summary>Frees the memory of running; the model belongs to the caller.</summary>
    public void Dispose() => _runner.Dispose();

    private void AddSentence(PredictedLabels predicted, int sentence)
    {
        foreach (int label in _given.Of(_runner.LabelsOf(sentence))) predicted.Add(label);
        if (_givenIntents.Length > 0) predicted.AddIntent(_givenIntents[_runner.IntentOf(sentence)]);
        predicted.EndSentence();
    }
}
