namespace Rnnctl.Text.Corpora;

/// <summary>The intent of a tagged sentence.</summary>
/// <param name="Name">The intent; null of a sentence without tokens.</param>
/// <param name="Probability">Its probability, which is written where those of the labels are.</param>
public readonly record struct TaggedIntent(string? Name, float Probability);
