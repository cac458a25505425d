namespace Rnnctl.Models.Translators;

/// <summary>The decoder's initial state, if it is not the context vector.</summary>
public enum InitialStateKind
{
    /// <summary>
    /// The encoder's final state of each layer, both directions joined, and its memory if both cells have one. Of a deeper encoder these are the top layers.
    /// </summary>
    Copy,

    /// <summary>Zeros.</summary>
    Zero,

    /// <summary>tanh(W h1), with the state h1 of the encoder's reverse direction at the first source symbol (Bahdanau et al. 2014, appendix A.2.2).</summary>
    Backward,
}
