namespace Rnnctl.Models.Translators;

/// <summary>Which of the decoder's states asks the source.</summary>
public enum AttentionQuery
{
    /// <summary>The state of the current step; what is attended to goes beside it to the output layer (Luong et al. 2015).</summary>
    Current,

    /// <summary>The state of the step before; what is attended to is read by the current step's gates too (Bahdanau et al. 2014).</summary>
    Previous,
}
