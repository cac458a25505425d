namespace Rnnctl.Text.Metrics;

/// <summary>Precision, recall and F1 of one label, or of all labels together. An undefined value is 0, as in
/// <c>conlleval</c>.</summary>
/// <param name="Label">The label or the span type; empty for all labels together and for spans without a type.</param>
/// <param name="Correct">The number of correct predictions.</param>
/// <param name="Predicted">The number of predictions.</param>
/// <param name="Gold">The number in the gold data.</param>
public sealed record LabelScore(string Label, long Correct, long Predicted, long Gold)
{
    /// <summary>Correct / predicted, from 0 to 1.</summary>
    public double Precision => Predicted == 0 ? 0 : (double)Correct / Predicted;

    /// <summary>Correct / gold, from 0 to 1.</summary>
    public double Recall => Gold == 0 ? 0 : (double)Correct / Gold;

    /// <summary>The harmonic mean of precision and recall, from 0 to 1.</summary>
    public double F1 => Precision + Recall == 0 ? 0 : 2 * Precision * Recall / (Precision + Recall);

    /// <summary>The mean of the labels' F1, from 0 to 1; 0 without labels.</summary>
    public static double MacroF1(IReadOnlyList<LabelScore> labels) => labels.Count == 0 ? 0 : labels.Average(label => label.F1);
}
