namespace Rnnctl.Models.Translators;

/// <summary>The score of a source position, from the decoder's state s and the encoder's output h at the position.</summary>
public enum AttentionKind
{
    /// <summary>No attention: the source is one vector of fixed size (Cho et al. 2014, Sutskever et al. 2014).</summary>
    None,

    /// <summary>v · tanh(W s + U h + b) (Bahdanau et al. 2014).</summary>
    Additive,

    /// <summary>s · h (Luong et al. 2015).</summary>
    Dot,

    /// <summary>s · W h (Luong et al. 2015).</summary>
    General,

    /// <summary>W_q s · W_k h / √d in every head of d columns, over values W_v h, joined by W_o (Vaswani et al. 2017).</summary>
    ScaledDot,
}
