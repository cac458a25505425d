namespace Rnnctl.Text.Vocabularies;

/// <summary>What a language model reads and predicts; <c>--unit</c>.</summary>
public enum TextUnit
{
    /// <summary>Words, or their segments where there is a byte-pair encoding.</summary>
    Words,

    /// <summary>The text's characters, which are text elements of Unicode, with one blank between two words (Akbik et al. 2018).</summary>
    Characters,
}
