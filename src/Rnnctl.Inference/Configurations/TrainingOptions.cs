using static Rnnctl.Inference.Configurations.ConfigurationOptions;

namespace Rnnctl.Inference.Configurations;

/// <summary>The options of the optimiser and of the training loop.</summary>
internal static class TrainingOptions
{
    /// <summary>The optimiser.</summary>
    public static ConfigurationSection Optimizer { get; } = new(
        "Optimiser",
        Training(
            "optimizer", "Rule that turns gradients into new weights", OptionValues.Members(typeof(OptimizerKind)), t => t.Optimizer,
            (t, x) => t with { Optimizer = (OptimizerKind)x }).Fixed(),
        Training(
            "learning_rate", "Learning rate", OptionValues.Real(Interval.Positive), t => t.LearningRate,
            (t, x) => t with { LearningRate = (double)x }).Named("--lr"),
        Training(
            "schedule", "How the learning rate changes", OptionValues.Members(typeof(ScheduleKind)), t => t.Schedule,
            (t, x) => t with { Schedule = (ScheduleKind)x }),
        Training(
            "warmup", "Steps over which the learning rate rises from zero", OptionValues.Whole(0), t => t.Warmup, (t, x) => t with { Warmup = (int)x }),
        Training(
            "clip_norm", "Largest norm of all gradients together; 0 for no limit", OptionValues.Real(Interval.Positive), t => t.ClipNorm,
            (t, x) => t with { ClipNorm = (double)x > 0 ? (double)x : null }).ZeroForNone(),
        Training(
            "clip_value", "Largest absolute value of any gradient (default: no limit)", OptionValues.Real(Interval.Positive), t => t.ClipValue,
            (t, x) => t with { ClipValue = (double)x }),
        Training("weight_decay", "Weight decay", OptionValues.Real(Interval.NotNegative), t => t.WeightDecay, (t, x) => t with { WeightDecay = (double)x }),
        Training(
            "ema", "Decay of an exponential mean of the weights, such as 0.999, which is scored and saved in place of them; 0 for none", OptionValues.Fraction,
            t => t.Ema, (t, x) => t with { Ema = (double)x }).Fixed(),
        Training(
            "bptt", "Time steps that the gradient goes back; 0 for the whole sequence, of lm for windows of 35", OptionValues.Whole(0), t => t.Bptt,
            (t, x) => t with { Bptt = (int)x }),
        Training(
            "freeze", "Parameters that do not learn, by their names in inspect or by the beginnings of these: embedding, encoder.weight_hh_l0",
            OptionValues.Names, t => t.Freeze, (t, x) => t with { Freeze = (string)x }).Fixed());

    /// <summary>The training loop.</summary>
    public static ConfigurationSection Loop { get; } = new(
        "Loop",
        Training("epochs", "The most passes over the training data", OptionValues.Whole(1), t => t.Epochs, (t, x) => t with { Epochs = (int)x }),
        Training(
            "batch_size", "Sentences in a batch; of lm streams of text", OptionValues.Whole(1), t => t.BatchSize,
            (t, x) => t with { BatchSize = (int)x, BatchTokens = null }).Fixed(),
        Training(
            "batch_tokens", "Tokens in a batch, instead of --batch-size", OptionValues.Whole(1), t => t.BatchTokens,
            (t, x) => t with { BatchTokens = (int)x }).Not(ModelTask.Lm).Fixed(),
        Training(
            "patience", "Evaluations without a better score before training stops", OptionValues.Whole(1), t => t.Patience,
            (t, x) => t with { Patience = (int)x }),
        EvaluationOptions.Metric,
        EvaluationOptions.ValidBeam,
        Training(
            "evaluate_every", "Steps between evaluations (default: an epoch)", OptionValues.Whole(1), t => t.EvaluateEvery,
            (t, x) => t with { EvaluateEvery = (int)x }),
        Training(
            "stream", "Leave --train on the disk and read the sentences of each batch, where they are more than memory holds; of up to 1,048,576 sentences, "
            + "the batches and bits are the same as without",
            OptionValues.Flag, t => t.Stream, (t, x) => t with { Stream = (bool)x }).Not(ModelTask.Lm).Fixed());
}
