using System.Diagnostics;
using Rnnctl.Compute.Randomness;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Directories;
using Rnnctl.Text;
using Rnnctl.Training.Checkpoints;
using Rnnctl.Training.Learning;
using Rnnctl.Training.Logging;
using Rnnctl.Training.Schedules;

namespace Rnnctl.Training.Loop;

/// <summary>
/// Trains a model: epochs of shuffled batches, evaluations, early stopping, and a checkpoint at the beginning, at each evaluation and where the run is
/// interrupted. Where the directory holds another run's model, the first checkpoint is that of the first evaluation.
/// Everything random follows from the seed and from counters, so that a resumed run goes on with the same bits.
/// </summary>
public sealed class Trainer
{
    // Initial values take the streams from 0 on, one for each parameter.
    private const uint FirstShuffleStream = 1 << 24;

    private readonly ILearner _learner;
    private readonly RunCheckpoints _checkpoints;
    private readonly TrainingEvents _events;
    private readonly WorkerGroup? _group;
    private readonly LearningRateSchedule _schedule;
    private readonly Stopwatch _clock = new();
    private TrainingProgress _saved;
    private EarlyStopping _stopping;
    private StepSums _sums;
    private int _epoch, _batch, _batches;
    private long _step;
    private double _rate;

    // The seconds of the run at which the interval began that the next evaluation sums up.
    private double _trainingSince;

    /// <summary>A run from its beginning, or from a checkpoint.</summary>
    /// <param name="learner">The model with its training corpus.</param>
    /// <param name="checkpoints">Where the run is saved.</param>
    /// <param name="events">Called during the run.</param>
    /// <param name="progress">Where the run goes on; null for the beginning.</param>
    /// <param name="group">The processes that train together, each with a trainer; null for one alone.</param>
    public Trainer(ILearner learner, RunCheckpoints checkpoints, TrainingEvents events, TrainingProgress? progress, WorkerGroup? group = null)
    {
        _group = group;
        _learner = learner;
        _checkpoints = checkpoints;
        _events = events;
        _schedule = new LearningRateSchedule(Options.Schedule, Options.LearningRate, Options.Warmup);
        _saved = progress ?? new TrainingProgress { CorpusDigest = learner.CorpusDigest };
        Restore(progress);
    }

    /// <summary>What the last evaluation of this run measured; null before the first, and without a validation corpus.</summary>
    public Evaluation? LastEvaluation { get; private set; }

    private TrainingConfiguration Options => _learner.Model.Configuration.Training;

    private bool Finished => _epoch >= Options.Epochs || _stopping.ShouldStop;

    private double Seconds => _saved.Seconds + _clock.Elapsed.TotalSeconds;

    /// <summary>Trains to the end.</summary>
    /// <returns>How far training came.</returns>
    /// <exception cref="OperationCanceledException">The run was interrupted. The step was finished and the run saved, unless it replaces another model and has
    /// not been evaluated yet.</exception>
    /// <exception cref="DivergenceException">The loss is no longer a finite number.</exception>
    /// <exception cref="IOException">The disk is full or fails; the checkpoint before is still there.</exception>
    public TrainingProgress Run(CancellationToken cancellation)
    {
        PlanEpoch();
        if (_batch >= _batches)
            throw new InputException($"--output: its {ModelFiles.Progress} goes on at batch {_batch} of an epoch that has {_batches}");
        _events.Started((long)_batches * Options.Epochs);
        if (_step == 0 && !_checkpoints.HoldsAnotherModel) Save(withWeights: true);
        _clock.Restart();
        while (!Finished)
        {
            RunBatch();
            if (_batch == _batches) EndEpoch();
            if (IsEvaluationDue()) Evaluate();
            else if (IsStopped(cancellation) && !_checkpoints.HoldsAnotherModel) SaveInterrupted();
            if (IsStopped(cancellation)) throw new OperationCanceledException(cancellation);
        }

        return _saved;
    }

    /// <summary>Several processes stop after the same step, that in which one of them was asked to.</summary>
    private bool IsStopped(CancellationToken cancellation) => _group?.IsStopped ?? cancellation.IsCancellationRequested;

    private void Restore(TrainingProgress? progress)
    {
        _stopping = new EarlyStopping(Options.Patience)
        {
            BestScore = _saved.BestScore,
            BestLoss = _saved.BestLoss,
            LowestLoss = _saved.LowestLoss,
            WithoutImprovement = _saved.WithoutImprovement,
        };
        _sums = new StepSums(_saved.LossSum, _saved.Tokens, _saved.GradientNormSum, _saved.Steps);
        (_epoch, _batch, _step, _trainingSince) = (_saved.Epoch, _saved.Batch, _saved.Step, _saved.SecondsAtEvaluation);
        if (progress is null) return;
        if (progress.CorpusDigest != _learner.CorpusDigest)
            throw new InputException("--train: these are not the sentences that the run began with", "give the same files, or start anew with --overwrite");
        _checkpoints.Restore(progress, _learner.Model, _learner.Optimizer, _learner.Carried);
    }

    private void PlanEpoch() => _batches = _learner.PlanEpoch(new PhiloxRandom((ulong)Options.Seed, FirstShuffleStream + (uint)_epoch));

    private void RunBatch()
    {
        _rate = _schedule.Rate(_step, (long)_batches * Options.Epochs, _epoch, _saved.PlateauReductions);
        LearningStep result = _learner.Learn(_batch, _step + 1, _rate);
        if (!result.IsFinite) throw Divergence(_step + 1, result.ToString());
        _sums = _sums.With(result);
        _step++;
        _batch++;
        _events.StepDone(_step, _epoch + 1, result.Loss, _sums.Tokens / (Seconds - _trainingSince));
    }

    /// <summary>At the end of an epoch the step belongs to the epoch that has ended.</summary>
    private DivergenceException Divergence(long step, string finding) =>
        new(step, step == _step && _batch == 0 ? _epoch : _epoch + 1, finding, _rate, Options.ClipNorm);

    /// <summary>An update can make weights infinite, which shows only in the next loss; such weights must not reach a checkpoint.</summary>
    private void RequireFiniteWeights()
    {
        TrainedModel model = _learner.Model;
        if (!double.IsFinite(model.Backend.SumOfSquares(model.Parameters.Values))) throw Divergence(_step, "a weight is no longer a finite number");
    }

    private void EndEpoch()
    {
        _epoch++;
        _batch = 0;
        PlanEpoch();
    }

    private bool IsEvaluationDue() => _epoch >= Options.Epochs || (Options.EvaluateEvery is { } steps ? _step % steps == 0 : _batch == 0);

    private void Evaluate()
    {
        RequireFiniteWeights();
        double seconds = Seconds;
        Evaluation? scores = Score();
        LastEvaluation = scores;
        if (scores is not null) _stopping = _stopping.Observe(scores.Score, scores.Loss, scores.Floor);
        bool improved = scores is null || _stopping.Improved;
        MetricsRow row = Row(seconds, scores);
        _checkpoints.Log(row);
        _sums = default;
        _saved = _saved with
        {
            Evaluations = _saved.Evaluations + 1,
            BestScore = _stopping.BestScore,
            BestLoss = _stopping.BestLoss,
            LowestLoss = _stopping.LowestLoss,
            BestEvaluation = improved ? _saved.Evaluations + 1 : _saved.BestEvaluation,
            BestStep = improved ? _step : _saved.BestStep,
            WithoutImprovement = _stopping.WithoutImprovement,
            PlateauReductions = _saved.PlateauReductions + (_stopping.WithoutImprovement > _saved.WithoutImprovement ? 1 : 0),
        };
        _trainingSince = Seconds;
        Save(withWeights: improved);

        // Saving a large model takes seconds, which are no training.
        _trainingSince = Seconds;
        _events.Evaluated(row, scores?.Metric, improved);
    }

    /// <summary>Scores the model, with the mean of its weights where there is one.</summary>
    private Evaluation? Score()
    {
        if (_learner.Optimizer.Mean is not { } mean) return _learner.Evaluate();
        mean.Exchange();
        try
        {
            return _learner.Evaluate();
        }
        finally
        {
            mean.Exchange();
        }
    }

    private MetricsRow Row(double seconds, Evaluation? scores) => new()
    {
        Epoch = _batch == 0 ? _epoch : _epoch + 1,
        Step = _step,
        Seconds = seconds,
        TokensPerSecond = _sums.Tokens / (seconds - _trainingSince),
        LearningRate = _rate,
        GradientNorm = _sums.GradientNorm / _sums.Steps,
        TrainLoss = _sums.Loss / _sums.Tokens,
        ValidLoss = scores?.Loss,
        Accuracy = scores?.Tagging?.Spans.Accuracy,
        Precision = scores?.Tagging?.OverSpans?.Precision,
        Recall = scores?.Tagging?.OverSpans?.Recall,
        F1 = scores?.Tagging?.OverSpans?.F1,
        Score = scores?.Score,
        Bleu = scores?.Bleu,
        Chrf = scores?.Chrf,
        Metric = scores is null ? null : TaskMetrics.NameOf(scores.Metric),
        IntentAccuracy = scores?.Tagging?.Intents?.Accuracy,
        SentenceAccuracy = scores?.Tagging?.Intents?.SentenceAccuracy,
    };

    private void SaveInterrupted()
    {
        RequireFiniteWeights();
        Save(withWeights: _saved.Evaluations == 0);
    }

    private void Save(bool withWeights)
    {
        _saved = _saved with
        {
            Epoch = _epoch,
            Batch = _batch,
            Step = _step,
            Finished = Finished,
            Seconds = Seconds,
            SecondsAtEvaluation = _trainingSince,
            LossSum = _sums.Loss,
            Tokens = _sums.Tokens,
            GradientNormSum = _sums.GradientNorm,
            Steps = _sums.Steps,
        };
        _clock.Restart();
        _learner.GatherCarried();
        _checkpoints.Save(_saved, _learner.Model, _learner.Optimizer, _learner.Carried, withWeights);
    }
}
