namespace Rnnctl.Models.Translators;

/// <summary>What the decoder's first state is, where it is not the context vector.</summary>
public enum InitialStateKind
{
    /// <summary>Each layer's last state of the encoder, of both directions side by side, and its memory where both cells have one.</summary>
    Copy,

    /// <summary>Zeros.</summary>
    Zero,

    /// <summary>tanh(W h1), with the state h1 of the encoder's reverse direction at the first source symbol (Bahdanau et al. 2014, appendix A.2.2).</summary>
    Backward,
}
