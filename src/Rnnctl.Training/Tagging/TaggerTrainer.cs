using System.Diagnostics;
using Rnnctl.Compute.Randomness;
using Rnnctl.Text;
using Rnnctl.Text.Batching;
using Rnnctl.Training.Checkpoints;
using Rnnctl.Training.Logging;
using Rnnctl.Training.Schedules;

namespace Rnnctl.Training.Tagging;

/// <summary>
/// Trains a tagger: epochs of shuffled batches, evaluations, early stopping, and a checkpoint at each evaluation and where the run is interrupted.
/// Everything random follows from the seed and from counters, so that a resumed run goes on with the same bits.
/// </summary>
public sealed class TaggerTrainer : IDisposable
{
    // Initial values take the streams from 0 on, one for each parameter.
    private const uint FirstShuffleStream = 1 << 24;

    private readonly TaggerModel _model;
    private readonly TaggingData _train;
    private readonly TaggerLearner _learner;
    private readonly TaggerEvaluator? _evaluator;
    private readonly TaggerCheckpoints _checkpoints;
    private readonly TrainingReports _reports;
    private readonly BatchPlan _plan;
    private readonly LearningRateSchedule _schedule;
    private readonly Stopwatch _clock = new();
    private TrainingProgress _saved;
    private EarlyStopping _stopping;
    private StepSums _sums;
    private int _epoch, _batch;
    private long _step;
    private double _rate;

    /// <summary>A run from its beginning, or from where a checkpoint left it.</summary>
    /// <param name="model">The model, with its initial or its restored weights.</param>
    /// <param name="train">What it learns from.</param>
    /// <param name="valid">What it is scored on, or null.</param>
    /// <param name="checkpoints">Where the run is saved.</param>
    /// <param name="reports">Whom it tells.</param>
    /// <param name="progress">Where the run goes on; null for the beginning.</param>
    public TaggerTrainer(
        TaggerModel model, TaggingData train, TaggingData? valid, TaggerCheckpoints checkpoints, TrainingReports reports, TrainingProgress? progress)
    {
        TrainingConfiguration options = model.Configuration.Training;
        BatchLimit limit = options.BatchTokens is { } tokens ? BatchLimit.OfTokens(tokens) : BatchLimit.OfSentences(options.BatchSize);
        _model = model;
        _train = train;
        _checkpoints = checkpoints;
        _reports = reports;
        _learner = new TaggerLearner(model);
        _evaluator = valid is null ? null : new TaggerEvaluator(model, valid, limit);
        _plan = new BatchPlan(train.Encoded, limit);
        _schedule = new LearningRateSchedule(options.Schedule, options.LearningRate, options.Warmup);
        _saved = progress ?? new TrainingProgress { CorpusDigest = CorpusDigest.Of(train.Encoded) };
        Restore(progress);
    }

    private TrainingConfiguration Options => _model.Configuration.Training;

    private bool Finished => _epoch >= Options.Epochs || _stopping.ShouldStop;

    private double Seconds => _saved.Seconds + _clock.Elapsed.TotalSeconds;

    /// <summary>Trains to the end.</summary>
    /// <returns>How far training came.</returns>
    /// <exception cref="OperationCanceledException">The run was interrupted; the step was finished and the run saved.</exception>
    /// <exception cref="DivergenceException">The loss is no longer a finite number.</exception>
    /// <exception cref="IOException">The disk is full or fails; the checkpoint before is still there.</exception>
    public TrainingProgress Run(CancellationToken cancellation)
    {
        PlanEpoch();
        if (_batch >= _plan.Count)
            throw new InputException($"--output: its {ModelFiles.Progress} goes on at batch {_batch} of an epoch that has {_plan.Count}");
        _reports.Started((long)_plan.Count * Options.Epochs);
        if (_step == 0) Save(withWeights: true);
        _clock.Restart();
        while (!Finished)
        {
            RunBatch();
            if (_batch == _plan.Count) EndEpoch();
            if (IsEvaluationDue()) Evaluate();
            else if (cancellation.IsCancellationRequested) SaveInterrupted();
            cancellation.ThrowIfCancellationRequested();
        }

        return _saved;
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        _learner.Dispose();
        _evaluator?.Dispose();
    }

    private void Restore(TrainingProgress? progress)
    {
        _stopping = new EarlyStopping(Options.Patience, _saved.BestScore, _saved.WithoutImprovement);
        _sums = new StepSums(_saved.LossSum, _saved.Tokens, _saved.GradientNormSum, _saved.Steps);
        (_epoch, _batch, _step) = (_saved.Epoch, _saved.Batch, _saved.Step);
        if (progress is null) return;
        if (progress.CorpusDigest != CorpusDigest.Of(_train.Encoded))
            throw new InputException("--train: these are not the sentences that the run began with", "give the same files, or start anew with --overwrite");
        _checkpoints.Restore(progress, _model, _learner.Optimizer);
    }

    private void PlanEpoch() => _plan.Shuffle(new PhiloxRandom((ulong)Options.Seed, FirstShuffleStream + (uint)_epoch));

    private void RunBatch()
    {
        _rate = _schedule.Rate(_step, (long)_plan.Count * Options.Epochs, _epoch, _saved.PlateauReductions);
        LearningStep result = _learner.Learn(_train.Encoded, _plan[_batch], _step + 1, _rate);
        if (!result.IsFinite) throw Divergence(_step + 1, result.ToString());
        _sums = _sums.With(result);
        _step++;
        _batch++;
        _reports.StepDone(_step, _epoch + 1, result.Loss, _sums.Tokens / (Seconds - _saved.SecondsAtEvaluation));
    }

    private DivergenceException Divergence(long step, string finding) => new(step, _epoch + 1, finding, _rate, Options.ClipNorm);

    /// <summary>An update can leave weights that only the next loss would give away; they must not reach a checkpoint.</summary>
    private void RequireFiniteWeights()
    {
        if (!double.IsFinite(_model.Backend.SumOfSquares(_model.Parameters.Values))) throw Divergence(_step, "a weight is no longer a finite number");
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
        TaggingScores? scores = _evaluator?.Evaluate();
        if (scores is not null) _stopping = _stopping.Observe(scores.Score);
        bool improved = scores is null || _stopping.Improved;
        MetricsRow row = Row(seconds, scores);
        _checkpoints.Log(row);
        _sums = default;
        _saved = _saved with
        {
            Evaluations = _saved.Evaluations + 1,
            BestScore = _stopping.BestScore,
            BestEvaluation = improved ? _saved.Evaluations + 1 : _saved.BestEvaluation,
            BestStep = improved ? _step : _saved.BestStep,
            WithoutImprovement = _stopping.WithoutImprovement,
            PlateauReductions = _saved.PlateauReductions + (improved ? 0 : 1),
            SecondsAtEvaluation = Seconds,
        };
        Save(withWeights: improved);
        _reports.Evaluated(row, scores?.ScoreName ?? "", improved);
    }

    private MetricsRow Row(double seconds, TaggingScores? scores) => new()
    {
        Epoch = _batch == 0 ? _epoch : _epoch + 1,
        Step = _step,
        Seconds = seconds,
        TokensPerSecond = _sums.Tokens / (seconds - _saved.SecondsAtEvaluation),
        LearningRate = _rate,
        GradientNorm = _sums.GradientNorm / _sums.Steps,
        TrainLoss = _sums.Loss / _sums.Tokens,
        ValidLoss = _evaluator?.Loss,
        Accuracy = scores?.Spans.Accuracy,
        Precision = scores is { MarkSpans: true } ? scores.Spans.Overall.Precision : null,
        Recall = scores is { MarkSpans: true } ? scores.Spans.Overall.Recall : null,
        F1 = scores is { MarkSpans: true } ? scores.Spans.Overall.F1 : null,
        Score = scores?.Score,
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
            LossSum = _sums.Loss,
            Tokens = _sums.Tokens,
            GradientNormSum = _sums.GradientNorm,
            Steps = _sums.Steps,
        };
        _clock.Restart();
        _checkpoints.Save(_saved, _model, _learner.Optimizer, withWeights);
    }
}
