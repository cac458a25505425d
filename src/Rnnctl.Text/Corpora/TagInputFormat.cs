namespace Rnnctl.Text.Corpora;

/// <summary>The input formats of <c>tag</c>.</summary>
public enum TagInputFormat
{
    /// <summary>A sentence a line, tokens separated by blanks.</summary>
    Text,

    /// <summary>A sentence a line, each token followed by a slash and a label, which is dropped.</summary>
    Slash,

    /// <summary>A token a line in columns, a blank line between sentences.</summary>
    Conll,

    /// <summary>CoNLL-U, version 2.</summary>
    Conllu,
}
