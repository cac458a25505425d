namespace Rnnctl.Text.Metrics;

/// <summary>How BLEU splits a line into tokens.</summary>
public enum BleuTokenization
{
    /// <summary>As <c>mteval-v13a.pl</c> does, which WMT uses: for plain text.</summary>
    Mteval13a,

    /// <summary>As <c>mteval-v14.pl</c> does for all languages: at punctuation and symbols of Unicode.</summary>
    International,

    /// <summary>Every character (Unicode code point) is a token.</summary>
    Characters,

    /// <summary>For Chinese: every Chinese character is a token, the rest as in <see cref="Mteval13a"/>.</summary>
    Chinese,

    /// <summary>At white space only: for text that is already tokenised.</summary>
    None,
}
