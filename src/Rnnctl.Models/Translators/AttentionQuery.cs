namespace Rnnctl.Models.Translators;

/// <summary>The decoder's state that is the attention's query.</summary>
public enum AttentionQuery
{
    /// <summary>The state of the current step; the output layer reads it and the attended vector (Luong et al. 2015).</summary>
    Current,

    /// <summary>The state of the previous step; the gates of the current step read the attended vector too (Bahdanau et al. 2014).</summary>
    Previous,
}
