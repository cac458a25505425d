using Rnnctl.Text;

namespace Rnnctl.Inference.Configurations;

/// <summary>The metrics of each task.</summary>
public static class TaskMetrics
{
    /// <summary>The metrics that a task can be scored by; a tagger that tells intents also by those.</summary>
    public static IReadOnlyList<EvaluationMetric> Of(ModelTask task) => task switch
    {
        ModelTask.Tag => [EvaluationMetric.F1, EvaluationMetric.Accuracy, EvaluationMetric.Loss],
        ModelTask.Translate => [EvaluationMetric.Bleu, EvaluationMetric.Chrf, EvaluationMetric.Perplexity, EvaluationMetric.Loss],
        _ => [EvaluationMetric.Perplexity, EvaluationMetric.Loss],
    };

    /// <summary>The metric of a model: as the user asked, or its task's own. Null for a tagger whose labels have yet to decide, or of rnnctl 0.1.0.</summary>
    public static EvaluationMetric? Of(ModelConfiguration configuration) => configuration.Training.Metric ?? configuration.Task switch
    {
        ModelTask.Translate => EvaluationMetric.Bleu,
        ModelTask.Lm => EvaluationMetric.Perplexity,
        _ => configuration.Text.Score switch
        {
            ScoreKind.Spans => EvaluationMetric.F1,
            ScoreKind.Accuracy => EvaluationMetric.Accuracy,
            _ => null,
        },
    };

    /// <summary>A metric as it is typed.</summary>
    public static string NameOf(EvaluationMetric metric) => metric.ToString().ToLowerInvariant();

    /// <summary>Requires that a configuration's task can be scored as it says.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="place">The first words of a message: an option, or a file and a key.</param>
    /// <exception cref="InputException">It cannot.</exception>
    public static void Require(ModelConfiguration configuration, string place)
    {
        if (configuration.Training.Metric is not { } metric) return;
        IReadOnlyList<EvaluationMetric> known = [.. Of(configuration.Task), .. configuration.Text.Intent ? (EvaluationMetric[])[EvaluationMetric.Intent] : []];
        if (known.Contains(metric)) return;
        string names = string.Join(", ", known.Select(NameOf));
        throw new InputException($"{place}: expected one of {names} with --task {NameOf(configuration.Task)}, found {NameOf(metric)}");
    }

    private static string NameOf(ModelTask task) => task.ToString().ToLowerInvariant();
}
