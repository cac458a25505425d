namespace Rnnctl.Text.Metrics;

/// <summary>How BLEU divides a line into the tokens that it compares.</summary>
public enum BleuTokenization
{
    /// <summary>As <c>mteval-v13a.pl</c> does, which WMT uses: for text as people write it.</summary>
    Mteval13a,

    /// <summary>At white space alone: for text that is tokenised already.</summary>
    None,
}
