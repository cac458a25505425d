namespace Rnnctl.Text.Metrics;

/// <summary>How well spans or tokens of one label, or of all together, were found. An undefined figure is 0, as in
/// <c>conlleval</c>.</summary>
/// <param name="Label">The label or the span type; empty for all together and for spans without a type.</param>
/// <param name="Correct">How many were predicted as they stand in the gold data.</param>
/// <param name="Predicted">How many were predicted.</param>
/// <param name="Gold">How many stand in the gold data.</param>
public sealed record LabelScore(string Label, long Correct, long Predicted, long Gold)
{
    /// <summary>Correct among predicted, from 0 to 1.</summary>
    public double Precision => Predicted == 0 ? 0 : (double)Correct / Predicted;

    /// <summary>Correct among gold, from 0 to 1.</summary>
    public double Recall => Gold == 0 ? 0 : (double)Correct / Gold;

    /// <summary>The harmonic mean of precision and recall, from 0 to 1.</summary>
    public double F1 => Precision + Recall == 0 ? 0 : 2 * Precision * Recall / (Precision + Recall);
}
