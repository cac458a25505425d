namespace Rnnctl.Models.Translators;

/// <summary>What vector c of fixed size the encoder makes of a whole source.</summary>
public enum ContextKind
{
    /// <summary>The encoder's last state: of both directions, each after its last step.</summary>
    Last,

    /// <summary>The mean of the encoder's outputs.</summary>
    Mean,

    /// <summary>tanh(W h + b) of the last state h (Cho et al. 2014).</summary>
    Transform,
}
