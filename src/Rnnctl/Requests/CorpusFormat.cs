namespace Rnnctl.Requests;

/// <summary>How labelled sentences are written in a file.</summary>
internal enum CorpusFormat
{
    /// <summary>Told from the file's name and first lines.</summary>
    Auto,

    /// <summary>A token a line in columns, a blank line after each sentence.</summary>
    Conll,

    /// <summary>CoNLL-U, the format of Universal Dependencies.</summary>
    Conllu,

    /// <summary>A sentence a line, each token followed by a slash and its label.</summary>
    Slash,

    /// <summary>Comma-separated values with a header.</summary>
    Csv,

    /// <summary>Tab-separated values with a header.</summary>
    Tsv,

    /// <summary>Two files with a sentence a line: the tokens, then their labels.</summary>
    Parallel,
}
