namespace Rnnctl.Models.Decoding;

/// <summary>The label sequences that a decoder may choose; there must be one of every length.</summary>
/// <param name="MayStart">Whether a sentence may start with a label.</param>
/// <param name="MayFollow">Whether the second label may follow the first.</param>
/// <param name="MayEnd">Whether a sentence may end with a label.</param>
public sealed record LabelRules(Func<int, bool> MayStart, Func<int, int, bool> MayFollow, Func<int, bool> MayEnd);
