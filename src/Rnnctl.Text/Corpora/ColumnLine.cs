namespace Rnnctl.Text.Corpora;

/// <summary>What a line of a file of columns is.</summary>
internal enum ColumnLine
{
    /// <summary>A token.</summary>
    Token,

    /// <summary>A line between sentences. Several may follow one another.</summary>
    SentenceEnd,

    /// <summary>A comment, or in CoNLL-U a multiword range or an empty node.</summary>
    Other,

    /// <summary>No line: the end of the file.</summary>
    End,
}
