using Rnnctl.Text.Labels;

namespace Rnnctl.Text.Metrics;

/// <summary>Errors that are alike.</summary>
/// <param name="Kind">How they are wrong.</param>
/// <param name="Gold">The type or label in the gold data; null if there is no gold span.</param>
/// <param name="Predicted">The predicted type or label; null if there is no predicted span.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Examples">The first of them.</param>
public sealed record TaggingError(
    TaggingErrorKind Kind, string? Gold, string? Predicted, long Count, IReadOnlyList<(int Sentence, LabelledSpan? Gold, LabelledSpan? Predicted)> Examples);
