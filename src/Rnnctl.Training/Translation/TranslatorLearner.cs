using Rnnctl.Compute.Devices;
using Rnnctl.Inference.Batches;
using Rnnctl.Inference.Configurations;
using Rnnctl.Inference.Contextual;
using Rnnctl.Inference.Directories;
using Rnnctl.Inference.Translation;
using Rnnctl.Models.Decoding;
using Rnnctl.Models.Layers;
using Rnnctl.Models.Translators;
using Rnnctl.Text.Batching;
using Rnnctl.Training.Learning;
using Rnnctl.Training.Optimizers;

namespace Rnnctl.Training.Translation;

/// <summary>A translator that learns from pairs of sentences. In steady state a step allocates nothing.</summary>
public sealed class TranslatorLearner : ILearner
{
    private const double UselessBleu = 5, UselessChrf = 15;

    private readonly TranslatorModel _model;
    private readonly ISentenceSource<EncodedPairs> _pairs;
    private readonly IEpochPlan _plan;
    private readonly ISentenceLoader<EncodedPairs>? _counter;
    private readonly GradientDescent<TranslatorShard> _descent;
    private readonly TranslatorEvaluator? _evaluator;

    /// <summary>A learner whose optimiser's moments are zero.</summary>
    /// <param name="model">The translator, with its initial or its restored weights.</param>
    /// <param name="pairs">What it learns from.</param>
    /// <param name="valid">What it is scored on, or null.</param>
    /// <param name="contextual">Gives the training sources' words the vectors of language models; the caller's. Null if the model reads none.</param>
    /// <param name="validContextual">The same for the validation sources.</param>
    /// <param name="group">The processes that share each batch; null for one alone.</param>
    /// <param name="words">Drops symbols of the training sources; null for none.</param>
    public TranslatorLearner(
        TranslatorModel model, ISentenceSource<EncodedPairs> pairs, TranslationData? valid = null, ContextualReader? contextual = null,
        ContextualReader? validContextual = null, WorkerGroup? group = null, WordDropout? words = null)
    {
        BatchLimit limit = model.Configuration.Training.BatchLimit();
        (_model, _pairs) = (model, pairs);
        _plan = pairs.NewPlan(limit);
        _counter = pairs.ChangesByUpdate ? pairs.NewLoader() : null;
        _descent = new GradientDescent<TranslatorShard>(
            model.Trained,
            TranslatorModel.SizeOf(model.Configuration.Architecture),
            parameters => new TranslatorShard(
                new Translator<float>(model.Architecture, name => parameters[name]), pairs.NewLoader(), contextual?.WithOwnMemory(), words?.WithOwnMemory(),
                Options.LabelSmoothing),
            group);
        if (valid is null) return;
        SearchOptions search = TranslatorEvaluator.SearchOf(valid, Options.ValidBeam ?? 1);
        _evaluator = new TranslatorEvaluator(model, valid, limit, search, validContextual, group?.Evaluation);
    }

    /// <inheritdoc />
    public TrainedModel Model => _model.Trained;

    /// <inheritdoc />
    public Optimizer<float> Optimizer => _descent.Optimizer;

    /// <inheritdoc />
    public string CorpusDigest => _pairs.Digest();

    private TrainingConfiguration Options => _model.Configuration.Training;

    /// <inheritdoc />
    public int PlanEpoch(Random random)
    {
        _plan.Shuffle(random);
        return _plan.Count;
    }

    /// <inheritdoc />
    public LearningStep Learn(int batch, long number, double rate)
    {
        double share = Math.Min(1, (double)number / ((long)_plan.Count * Options.Epochs));
        return Learn(_plan[batch], number, rate, share * Options.ScheduledSampling);
    }

    /// <summary>Updates the weights once.</summary>
    /// <param name="chosen">The batch's pairs, by their numbers in the corpus.</param>
    /// <param name="number">The number of the update, from 1.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="scheduledSampling">The probability that the decoder reads its own prediction.</param>
    /// <exception cref="DeviceMemoryException">The batch does not fit memory; the message names the option that makes it so large.</exception>
    public LearningStep Learn(ReadOnlySpan<int> chosen, long number, double rate, double scheduledSampling = 0)
    {
        (int sources, int targets) = SymbolsOf(chosen, number);
        ReadOnlySpan<TranslatorShard> shards = _descent.Cut(chosen.Length);
        for (int shard = 0; shard < shards.Length; shard++)
            shards[shard].Fill(chosen, _descent.FirstShard + shard, _descent.Shards, targets, scheduledSampling, number);
        return _descent.Update(new BatchSize(chosen.Length, sources + targets, targets), number, rate);
    }

    /// <summary>The symbols of pairs, each source and target with its end symbol. Where segments are drawn anew, they are drawn once more for this.</summary>
    private (int Sources, int Targets) SymbolsOf(ReadOnlySpan<int> chosen, long number)
    {
        if (_counter is not null)
        {
            _counter.BeginUpdate(number);
            EncodedPairs drawn = _counter.Load(chosen, out _);
            return (drawn.Sources.Tokens, drawn.Targets.Tokens + chosen.Length);
        }

        int sources = 0, targets = 0;
        foreach (int pair in chosen)
        {
            (int source, int target) = _pairs.LengthsOf(pair);
            sources += source;
            targets += target + 1;
        }

        return (sources, targets);
    }

    /// <inheritdoc />
    public Evaluation? Evaluate()
    {
        if (_evaluator is null) return null;
        double loss = _evaluator.MeanLoss();
        EvaluationMetric metric = TaskMetrics.Of(_model.Configuration)!.Value;
        if (metric is EvaluationMetric.Loss or EvaluationMetric.Perplexity) return Evaluation.OfLoss(metric, loss, _model.Architecture.TargetSymbols);
        (double bleu, double chrf) = _evaluator.Score();
        return metric == EvaluationMetric.Bleu
            ? new Evaluation(metric, bleu / 100, UselessBleu / 100, loss, Bleu: bleu, Chrf: chrf)
            : new Evaluation(metric, chrf / 100, UselessChrf / 100, loss, Bleu: bleu, Chrf: chrf);
    }

    /// <summary>Frees the memory of learning and of scoring.</summary>
    public void Dispose()
    {
        _descent.Dispose();
        _evaluator?.Dispose();
    }
}
