namespace Rnnctl.Models.LanguageModels;

/// <summary>In which direction a language model reads the text.</summary>
public enum LanguageModelDirection
{
    /// <summary>In both, each by layers of its own; the two share the embedding and the output layer (ELMo; Peters et al. 2018).</summary>
    Both,

    /// <summary>From the first token to the last: each token is predicted from those before it.</summary>
    Forward,

    /// <summary>From the last token to the first: each token is predicted from those after it.</summary>
    Backward,
}
