namespace Rnnctl.Models.Translators;

/// <summary>The context vector c: a vector of fixed size that represents a whole source.</summary>
public enum ContextKind
{
    /// <summary>The encoder's final state h, both directions joined.</summary>
    Last,

    /// <summary>The mean of the encoder's outputs.</summary>
    Mean,

    /// <summary>tanh(W h + b) of the final state h (Cho et al. 2014).</summary>
    Transform,
}
