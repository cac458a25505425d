namespace Rnnctl.Text.Labels;

/// <summary>The scheme that a corpus's labels are written in.</summary>
/// <param name="Scheme">The scheme; <see cref="LabelScheme.Keep"/> where they are in none.</param>
/// <param name="Reason">Why they are in none; empty otherwise.</param>
/// <param name="Strays">How many labels are not what the scheme has for the spans that <c>conlleval</c> reads.</param>
/// <param name="FirstStray">The first of them in words; empty where there is none.</param>
public sealed record SchemeFinding(LabelScheme Scheme, string Reason, int Strays, string FirstStray);
