namespace Rnnctl.Models.Contextual;

/// <summary>Where a model reads the mixed layers of language models; <c>--contextual-at</c>.</summary>
public enum ContextualPlace
{
    /// <summary>Beside each token's embedding.</summary>
    Input,

    /// <summary>Beside the encoder's output, before the output layer.</summary>
    Output,

    /// <summary>At both places, each with a mix of its own.</summary>
    Both,
}
