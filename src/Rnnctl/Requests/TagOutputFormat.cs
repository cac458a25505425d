namespace Rnnctl.Requests;

/// <summary>How <c>rnnctl tag</c> writes a sentence.</summary>
internal enum TagOutputFormat
{
    /// <summary>The tokens, a tab, the labels.</summary>
    Tsv,

    /// <summary>A token and its label a line, a blank line after each sentence.</summary>
    Conll,

    /// <summary>Tokens with a slash and their label.</summary>
    Slash,

    /// <summary>A JSON object a line.</summary>
    Json,

    /// <summary>The labels alone.</summary>
    Labels,
}
