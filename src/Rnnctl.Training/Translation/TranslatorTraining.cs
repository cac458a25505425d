using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Translation;
using Rnnctl.Text.Batching;
using Rnnctl.Training.Loop;

namespace Rnnctl.Training.Translation;

/// <summary>A translator with what it learns from and what it is scored on, ready for a <see cref="Trainer"/>.</summary>
public sealed class TranslatorTraining : IDisposable
{
    private readonly TranslatorModel _model;
    private readonly TranslationData _train;
    private readonly TranslatorLearner _learner;
    private readonly TranslatorEvaluator? _evaluator;
    private readonly PairPlan _plan;

    /// <summary>A training of a model.</summary>
    /// <param name="model">The model, with its initial or its restored weights.</param>
    /// <param name="train">What it learns from.</param>
    /// <param name="valid">What it is scored on, or null.</param>
    public TranslatorTraining(TranslatorModel model, TranslationData train, TranslationData? valid)
    {
        BatchLimit limit = model.Configuration.Training.BatchLimit();
        (_model, _train) = (model, train);
        _learner = new TranslatorLearner(model);
        _evaluator = valid is null ? null : new TranslatorEvaluator(model, valid, limit);
        _plan = new PairPlan(train.Encoded, limit);
    }

    /// <summary>What the trainer needs.</summary>
    public TrainingTask Task => new()
    {
        Model = _model.Trained,
        Optimizer = _learner.Optimizer,
        CorpusDigest = CorpusDigest.Of(_train.Encoded),
        PlanEpoch = Plan,
        Learn = Learn,
        Evaluate = _evaluator is null ? null : Evaluate,
    };

    private TrainingConfiguration Options => _model.Configuration.Training;

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

    private LearningStep Learn(int batch, long number, double rate)
    {
        double share = Math.Min(1, (double)number / ((long)_plan.Count * Options.Epochs));
        return _learner.Learn(_train.Encoded, _plan[batch], number, rate, share * Options.ScheduledSampling);
    }

    private Evaluation Evaluate()
    {
        double loss = _evaluator!.MeanLoss();
        return new Evaluation("bleu", _evaluator.Bleu().Score / 100, loss);
    }
}
