namespace Rnnctl.Text.Corpora;

/// <summary>The file formats of sentences with labels.</summary>
public enum CorpusFormat
{
    /// <summary>Detected from the file's name and its first lines.</summary>
    Auto,

    /// <summary>A token a line in columns, a blank line between sentences.</summary>
    Conll,

    /// <summary>CoNLL-U, version 2: ten tab-separated columns.</summary>
    Conllu,

    /// <summary>A sentence a line, each token followed by a slash and its label.</summary>
    Slash,

    /// <summary>Comma-separated values with a header.</summary>
    Csv,

    /// <summary>Tab-separated values with a header.</summary>
    Tsv,

    /// <summary>Two files, line by line: the tokens in one, the labels in the other.</summary>
    Parallel,
}
