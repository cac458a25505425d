namespace Rnnctl.Text.Labels;

/// <summary>The detected scheme of a corpus's labels.</summary>
/// <param name="Scheme">The scheme; <see cref="LabelScheme.Keep"/> if the labels are in none.</param>
/// <param name="Reason">The reason why the labels are in no scheme; empty otherwise.</param>
/// <param name="Strays">The number of labels that break the scheme: it has another label for the span that <c>conlleval</c> reads.</param>
/// <param name="FirstStray">A description of the first such label; empty if there is none.</param>
public sealed record SchemeFinding(LabelScheme Scheme, string Reason, long Strays, string FirstStray);
