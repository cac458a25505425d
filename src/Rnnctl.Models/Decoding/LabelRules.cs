namespace Rnnctl.Models.Decoding;

/// <summary>Which label sequences a decoder may choose from; some sequence of every length must be among them.</summary>
/// <param name="MayStart">Whether a sentence may begin with a label.</param>
/// <param name="MayFollow">Whether, behind a first label, a second may follow.</param>
/// <param name="MayEnd">Whether a sentence may end with a label.</param>
public sealed record LabelRules(Func<int, bool> MayStart, Func<int, int, bool> MayFollow, Func<int, bool> MayEnd);
