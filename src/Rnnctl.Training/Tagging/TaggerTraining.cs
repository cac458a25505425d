using Rnnctl.Inference.Tagging;
using Rnnctl.Text.Batching;
using Rnnctl.Training.Loop;

namespace Rnnctl.Training.Tagging;

/// <summary>A tagger with what it learns from and what it is scored on, ready for a <see cref="Trainer"/>.</summary>
public sealed class TaggerTraining : IDisposable
{
    private readonly TaggerModel _model;
    private readonly TaggingData _train;
    private readonly TaggerLearner _learner;
    private readonly TaggerEvaluator? _evaluator;
    private readonly BatchPlan _plan;

    /// <summary>A training of a model.</summary>
    /// <param name="model">The model, with its initial or its restored weights.</param>
    /// <param name="train">What it learns from.</param>
    /// <param name="valid">What it is scored on, or null.</param>
    public TaggerTraining(TaggerModel model, TaggingData train, TaggingData? valid)
    {
        BatchLimit limit = model.Configuration.Training.BatchLimit();
        (_model, _train) = (model, train);
        _learner = new TaggerLearner(model);
        _evaluator = valid is null ? null : new TaggerEvaluator(model, valid, limit);
        _plan = new BatchPlan(train.Encoded, limit);
    }

    /// <summary>What the trainer needs.</summary>
    public TrainingTask Task => new()
    {
        Model = _model.Trained,
        Optimizer = _learner.Optimizer,
        CorpusDigest = CorpusDigest.Of(_train.Encoded),
        PlanEpoch = Plan,
        Learn = (batch, number, rate) => _learner.Learn(_train.Encoded, _plan[batch], number, rate),
        Evaluate = _evaluator is null ? null : Evaluate,
    };

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        _learner.Dispose();
        _evaluator?.Dispose();
    }

    private int Plan(Random random)
    {
        _plan.Shuffle(random);
        return _plan.Count;
    }

    private Evaluation Evaluate()
    {
        TaggingScores scores = _evaluator!.Evaluate();
        var evaluation = new Evaluation(scores.ScoreName, scores.Score, _evaluator.Loss) { Accuracy = scores.Spans.Accuracy };
        if (!scores.MarkSpans) return evaluation;
        return evaluation with { Precision = scores.Spans.Overall.Precision, Recall = scores.Spans.Overall.Recall, F1 = scores.Spans.Overall.F1 };
    }
}
