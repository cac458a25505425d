namespace Rnnctl.Text.Labels;

/// <summary>A span of a sentence.</summary>
/// <param name="First">The place of its first token, from 0.</param>
/// <param name="End">The place behind its last token.</param>
/// <param name="Type">Its type; empty where tags have no types.</param>
public readonly record struct LabelledSpan(int First, int End, string Type)
{
    /// <summary>Whether another span has the same tokens.</summary>
    public bool HasPlaceOf(LabelledSpan other) => First == other.First && End == other.End;

    /// <summary>How many tokens both spans have.</summary>
    public int Overlap(LabelledSpan other) => Math.Max(0, Math.Min(End, other.End) - Math.Max(First, other.First));
}
