namespace Rnnctl.Text.Metrics;

/// <summary>How BLEU splits a line into tokens.</summary>
public enum BleuTokenization
{
    /// <summary>As <c>mteval-v13a.pl</c> does, which WMT uses: for plain text.</summary>
    Mteval13a,

    /// <summary>At white space only: for text that is already tokenised.</summary>
    None,
}
