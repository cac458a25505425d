using System.Text.Json.Serialization;
using CsvHelper;

namespace Rnnctl.Training.Logging;

/// <summary>The measurements of one evaluation: a row of <c>metrics.csv</c>. A value that was not measured is null, an empty field.</summary>
[CsvRecord]
public sealed partial record MetricsRow
{
    /// <summary>The epoch, counted from 1, that the evaluation falls into or ends.</summary>
    [CsvColumn("epoch")]
    public required int Epoch { get; init; }

    /// <summary>The updates of the weights made so far.</summary>
    [CsvColumn("step")]
    public required long Step { get; init; }

    /// <summary>The seconds trained so far.</summary>
    [CsvColumn("seconds")]
    public required double Seconds { get; init; }

    /// <summary>The tokens trained on per second since the evaluation before.</summary>
    [CsvColumn("tokens_per_second")]
    public required double TokensPerSecond { get; init; }

    /// <summary>The learning rate of the last update.</summary>
    [CsvColumn("learning_rate")]
    public required double LearningRate { get; init; }

    /// <summary>The mean norm of the gradient, before clipping, since the evaluation before.</summary>
    [CsvColumn("gradient_norm")]
    public required double GradientNorm { get; init; }

    /// <summary>The mean loss per token in training since the evaluation before.</summary>
    [CsvColumn("train_loss")]
    public required double TrainLoss { get; init; }

    /// <summary>The mean loss per token on the validation part.</summary>
    [CsvColumn("valid_loss")]
    public double? ValidLoss { get; init; }

    /// <summary>The share of tokens labelled rightly.</summary>
    [CsvColumn("accuracy")]
    public double? Accuracy { get; init; }

    /// <summary>The share of the predicted spans that are right.</summary>
    [CsvColumn("precision")]
    public double? Precision { get; init; }

    /// <summary>The share of the true spans that were found.</summary>
    [CsvColumn("recall")]
    public double? Recall { get; init; }

    /// <summary>The harmonic mean of the two.</summary>
    [CsvColumn("f1")]
    public double? F1 { get; init; }

    /// <summary>The score by which the best model is chosen, from 0 to 1, larger is better.</summary>
    [CsvColumn("score")]
    public double? Score { get; init; }

    /// <summary>BLEU, from 0 to 100 as sacreBLEU gives it. Logs of rnnctl 0.1.0 lack the column.</summary>
    [CsvColumn("bleu")]
    public double? Bleu { get; init; }

    /// <summary>chrF2, from 0 to 100. Older logs lack the column.</summary>
    [CsvColumn("chrf")]
    public double? Chrf { get; init; }

    /// <summary>What the score is: <c>f1</c>, <c>loss</c> and so on (of the loss exp(-loss)). Older logs lack the column.</summary>
    [CsvColumn("metric")]
    public string? Metric { get; init => field = value is "" ? null : value; }

    /// <summary>The share of sentences with the right intent. Only logs of taggers with an intent head have the column.</summary>
    [CsvColumn("intent_accuracy")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? IntentAccuracy { get; init; }

    /// <summary>The share of sentences with the right intent and all labels right, likewise.</summary>
    [CsvColumn("sentence_accuracy")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? SentenceAccuracy { get; init; }
}
