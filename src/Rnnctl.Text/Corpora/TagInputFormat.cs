namespace Rnnctl.Text.Corpora;

/// <summary>How sentences that are to be tagged are written.</summary>
public enum TagInputFormat
{
    /// <summary>A sentence a line, tokens separated by blanks.</summary>
    Text,

    /// <summary>A sentence a line, each token with a label behind its last slash, which is dropped.</summary>
    Slash,

    /// <summary>A token a line in columns, a blank line between sentences.</summary>
    Conll,

    /// <summary>CoNLL-U, version 2.</summary>
    Conllu,
}
