namespace Rnnctl.Inference.Tracing;

/// <summary>What a recurrent layer did with a sentence in one direction.</summary>
/// <param name="Layer">The number of the layer, from 1.</param>
/// <param name="IsReverse">Whether the direction reads from the last token to the first; its values stand in the order of the text nevertheless.</param>
/// <param name="Values">The values that the cell's equations name, in their order.</param>
public sealed record LayerTrace(int Layer, bool IsReverse, IReadOnlyList<TracedNumbers> Values);
