namespace Rnnctl.Models.Decoding;

/// <summary>Which neighbouring labels form a span of a type.</summary>
/// <param name="StartsSentence">Whether a label begins such a span at the first token of a sentence.</param>
/// <param name="Starts">Whether the second label begins such a span after the first.</param>
/// <param name="Continues">Whether the second label continues such a span that the first label is in.</param>
/// <param name="Ends">Whether such a span that the first label is in ends before the second.</param>
/// <param name="EndsSentence">Whether such a span that a label is in may end with the sentence.</param>
public sealed record SpanConditions(
    Func<int, bool> StartsSentence, Func<int, int, bool> Starts, Func<int, int, bool> Continues, Func<int, int, bool> Ends, Func<int, bool> EndsSentence);
