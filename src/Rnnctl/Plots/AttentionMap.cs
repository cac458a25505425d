namespace Rnnctl.Plots;

/// <summary>Which source words a translation's words attend to.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Source">The source words.</param>
/// <param name="Target">The target words; at least one, as of the source words.</param>
/// <param name="Weights">For each target word the weights of the source words, from 0 to 1.</param>
internal sealed record AttentionMap(string Title, IReadOnlyList<string> Source, IReadOnlyList<string> Target, IReadOnlyList<float[]> Weights);
