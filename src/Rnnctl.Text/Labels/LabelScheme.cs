namespace Rnnctl.Text.Labels;

/// <summary>How labels mark spans (Ramshaw and Marcus 1995; Tjong Kim Sang and Veenstra 1999; Ratinov and Roth 2009).</summary>
public enum LabelScheme
{
    /// <summary>Labels stay unchanged.</summary>
    Keep,

    /// <summary><c>I-x</c> for every token of a span, but <c>B-x</c> for the first one if a span of the same type ends right before it.</summary>
    Iob1,

    /// <summary><c>B-x</c> for the first token, <c>I-x</c> for the others.</summary>
    Iob2,

    /// <summary>IOB2 with <c>E-x</c> for the last token and <c>S-x</c> for a span of one token.</summary>
    Iobes,

    /// <summary>IOBES by other names: <c>L-x</c> for the last token, <c>U-x</c> for a span of one.</summary>
    Bilou,

    /// <summary>IOBES with <c>M-x</c> for the tokens between the first and the last: the usual scheme of Chinese corpora.</summary>
    Bmes,
}
