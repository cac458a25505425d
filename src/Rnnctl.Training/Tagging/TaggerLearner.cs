using Rnnctl.Compute.Devices;
using Rnnctl.Inference.Batches;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Contextual;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Tagging;
using Rnnctl.Models.Layers;
using Rnnctl.Models.Taggers;
using Rnnctl.Text.Batching;
using Rnnctl.Training.Distillation;
using Rnnctl.Training.Learning;
using Rnnctl.Training.Optimizers;

namespace Rnnctl.Training.Tagging;

/// <summary>A tagger that learns from a labelled corpus. In steady state a step allocates nothing.</summary>
public sealed class TaggerLearner : ILearner
{
    // Cohen's kappa up to which two labellings agree slightly (Landis and Koch 1977).
    private const double SlightAgreement = 0.2;

    private readonly TaggerModel _model;
    private readonly ISentenceSource<EncodedCorpus> _corpus;
    private readonly IEpochPlan _plan;
    private readonly GradientDescent<TaggerShard> _descent;
    private readonly TaggerEvaluator? _evaluator;

    /// <summary>A learner whose optimiser's moments are zero.</summary>
    /// <param name="model">The tagger, with its initial or its restored weights.</param>
    /// <param name="corpus">What it learns from.</param>
    /// <param name="valid">What it is scored on, or null.</param>
    /// <param name="contextual">Gives the training corpus' tokens the vectors of language models; the caller's. Null if the model reads none.</param>
    /// <param name="validContextual">The same for the validation corpus.</param>
    /// <param name="group">The processes that share each batch; null for one alone.</param>
    /// <param name="teachers">The distributions that teachers give the training corpus' tokens; null without teachers.</param>
    /// <param name="words">Drops words of the training corpus; null for none.</param>
    public TaggerLearner(
        TaggerModel model, ISentenceSource<EncodedCorpus> corpus, TaggingData? valid = null, ContextualReader? contextual = null,
        ContextualReader? validContextual = null, WorkerGroup? group = null, LabelDistributions? teachers = null, WordDropout? words = null)
    {
        BatchLimit limit = model.Configuration.Training.BatchLimit();
        (_model, _corpus) = (model, corpus);
        _plan = corpus.NewPlan(limit);
        _descent = new GradientDescent<TaggerShard>(
            model.Trained,
            TaggerModel.SizeOf(model.Configuration.Architecture),
            parameters => new TaggerShard(
                new Tagger<float>(model.Architecture, name => parameters[name]), corpus.NewLoader(), contextual?.WithOwnMemory(),
                teachers is null ? null : new TaughtLoss(teachers, model.Configuration.Training.TeacherWeight!.Value), words?.WithOwnMemory()),
            group);
        _evaluator = valid is null ? null : new TaggerEvaluator(model, valid, limit, validContextual, share: group?.Evaluation);
    }

    /// <inheritdoc />
    public TrainedModel Model => _model.Trained;

    /// <inheritdoc />
    public Optimizer<float> Optimizer => _descent.Optimizer;

    /// <inheritdoc />
    public string CorpusDigest => _corpus.Digest();

    /// <inheritdoc />
    public int PlanEpoch(Random random)
    {
        _plan.Shuffle(random);
        return _plan.Count;
    }

    /// <inheritdoc />
    public LearningStep Learn(int batch, long number, double rate) => Learn(_plan[batch], number, rate);

    /// <summary>Updates the weights once.</summary>
    /// <param name="sentences">The batch's sentences, by their numbers in the corpus.</param>
    /// <param name="number">The number of the update, from 1.</param>
    /// <param name="rate">The learning rate.</param>
    /// <exception cref="DeviceMemoryException">The batch does not fit memory; the message names the option that makes it so large.</exception>
    public LearningStep Learn(ReadOnlySpan<int> sentences, long number, double rate)
    {
        int tokens = 0;
        foreach (int sentence in sentences) tokens += _corpus.LengthsOf(sentence).First;
        ReadOnlySpan<TaggerShard> shards = _descent.Cut(sentences.Length);
        for (int shard = 0; shard < shards.Length; shard++)
            shards[shard].Fill(sentences, _descent.FirstShard + shard, _descent.Shards, tokens);
        return _descent.Update(new BatchSize(sentences.Length, tokens, tokens), number, rate);
    }

    /// <inheritdoc />
    public Evaluation? Evaluate()
    {
        if (_evaluator is null) return null;
        TaggingScores scores = _evaluator.Evaluate();
        EvaluationMetric metric = _model.Configuration.Training.Metric ?? (scores.MarkSpans ? EvaluationMetric.F1 : EvaluationMetric.Accuracy);
        if (metric == EvaluationMetric.Loss) return Evaluation.OfLoss(metric, _evaluator.Loss, _model.Labels.Count) with { Tagging = scores };
        double score = metric == EvaluationMetric.F1 ? scores.Spans.Overall.F1 : scores.Spans.Accuracy;
        return new Evaluation(metric, score, FloorOf(metric, scores), _evaluator.Loss, scores);
    }

    /// <summary>Frees the memory of learning and of scoring.</summary>
    public void Dispose()
    {
        _descent.Dispose();
        _evaluator?.Dispose();
    }

    /// <summary>
    /// A fifth of the way from guessing to a perfect score. A tagger that guesses gives every token the same label: it finds no spans, or has the accuracy that
    /// is the share of the most frequent label.
    /// </summary>
    private static double FloorOf(EvaluationMetric metric, TaggingScores scores)
    {
        double guess = metric == EvaluationMetric.F1 ? 0 : scores.Confusions.LargestShare;
        return guess + (SlightAgreement * (1 - guess));
    }
}
