namespace Rnnctl.Text.Corpora;

/// <summary>
/// Reads a file of columns line by line: the only reader of its format, for every verb. It reads no further than it must, so that a filter can answer a
/// sentence before the next one arrives.
/// </summary>
internal interface IColumnReader
{
    /// <summary>The number of the last line, from 1.</summary>
    long LineNumber { get; }

    /// <summary>The bytes of the last line.</summary>
    ByteRange LastLine { get; }

    /// <summary>Whether the next line has already arrived, so that reading it cannot block.</summary>
    bool HasBufferedLine { get; }

    /// <summary>An error at the last line.</summary>
    InputException Error(string message, string? hint = null);

    /// <summary>Reads the next line; it is valid until the next call.</summary>
    /// <exception cref="InputException">The line is malformed.</exception>
    ColumnLine Read(out ReadOnlySpan<char> line);

    /// <summary>The token of the line that was read last.</summary>
    /// <exception cref="InputException">It is empty.</exception>
    ReadOnlySpan<char> Token(ReadOnlySpan<char> line);

    /// <summary>The label of the line that was read last.</summary>
    /// <exception cref="InputException">It is empty.</exception>
    ReadOnlySpan<char> Label(ReadOnlySpan<char> line);

    /// <summary>Where the label stands in the line that was read last.</summary>
    (int Start, int Length) LabelPlace { get; }

    /// <summary>A feature of the line that was read last.</summary>
    /// <exception cref="InputException">It is empty.</exception>
    ReadOnlySpan<char> Feature(ReadOnlySpan<char> line, int feature);

    /// <summary>A reader of single sentences of this file: of their lines, from the first token to the last.</summary>
    /// <param name="lines">Gives these lines alone, again and again.</param>
    IColumnReader Again(LineReader lines);

    /// <summary>Goes on at the first token of a sentence.</summary>
    /// <param name="offset">The byte of the file at which its line begins.</param>
    void Resume(long offset);

    /// <summary>A reader of a format of columns.</summary>
    /// <param name="lines">The file.</param>
    /// <param name="layout">Its format, CoNLL or CoNLL-U, and the columns to read.</param>
    /// <param name="withLabels">Whether labels are read.</param>
    /// <exception cref="InputException">The format does not have the feature columns.</exception>
    static IColumnReader Open(LineReader lines, CorpusLayout layout, bool withLabels) =>
        layout.Format == CorpusFormat.Conllu ? new ConlluReader(lines, layout, withLabels) : new ConllReader(lines, layout, withLabels);
}
