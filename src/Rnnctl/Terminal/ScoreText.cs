using System.Globalization;
using Rnnctl.Inference.Configurations;

namespace Rnnctl.Terminal;

/// <summary>A score of training as <c>rnnctl eval</c> prints the same measure.</summary>
internal static class ScoreText
{
    /// <summary>F1, accuracy, BLEU and chrF from 0 to 100, <c>94.43</c>; the perplexity or the loss itself.</summary>
    /// <param name="metric">What the score is; null for F1 or accuracy.</param>
    /// <param name="score">The score, from 0 to 1: of the perplexity 1 / perplexity, of the loss exp(-loss).</param>
    public static string Of(EvaluationMetric? metric, double score) => Value(metric, score).ToString(Format(metric), CultureInfo.InvariantCulture);

    /// <summary>The format of a measure's numbers.</summary>
    public static string Format(EvaluationMetric? metric) => metric switch
    {
        EvaluationMetric.Perplexity => "F3",
        EvaluationMetric.Loss => "F4",
        _ => "F2",
    };

    /// <summary>The measure of a score, as a number.</summary>
    public static double Value(EvaluationMetric? metric, double score) => metric switch
    {
        EvaluationMetric.Perplexity => 1 / score,
        EvaluationMetric.Loss => -Math.Log(score),
        _ => 100 * score,
    };
}
