namespace Rnnctl.Text.Corpora;

/// <summary>
/// Reads sentences to tag from CoNLL columns or CoNLL-U: the tokens and the feature columns of the model. Other columns, labels among them, are ignored. A
/// blank line ends a sentence. In CoNLL columns, a line that starts with <c>#</c> is a comment if its number of columns differs from the first token's line.
/// </summary>
public sealed class ColumnSentenceReader
{
    private readonly LineReader _lines;
    private readonly CorpusOptions _options;
    private readonly ColumnSplitter _columns = new();
    private readonly int[] _features;
    private readonly int _least;
    private int _expected;

    /// <summary>Creates a reader; it reads nothing yet.</summary>
    /// <param name="lines">The input.</param>
    /// <param name="options">The columns to read; the format must be CoNLL or CoNLL-U.</param>
    /// <exception cref="InputException">The format does not have the feature columns.</exception>
    public ColumnSentenceReader(LineReader lines, CorpusOptions options)
    {
        (_lines, _options) = (lines, options);
        _features = options.Features.In(lines.Name, options.Format, -1);
        _least = 1 + _features.Append(options.TokenColumn).Max();
    }

    /// <summary>
    /// Replaces the sentences of a buffer with the next ones. Waits for one sentence, then goes on only while more input has already arrived; never stops
    /// inside a sentence.
    /// </summary>
    /// <param name="sentences">The buffer.</param>
    /// <param name="maximum">The most sentences to read.</param>
    /// <returns>False at the end of the input.</returns>
    /// <exception cref="InputException">A line is malformed.</exception>
    public bool Read(SentenceBuffer sentences, int maximum)
    {
        sentences.Clear();
        while (!sentences.IsFull(maximum) && (sentences.Sentences == 0 || sentences.OpenTokens > 0 || _lines.HasBufferedLine))
        {
            if (!_lines.TryRead(out ReadOnlySpan<char> line))
            {
                EndSentence(sentences);
                break;
            }

            ReadLine(line, sentences);
        }

        return sentences.Sentences > 0;
    }

    private static void EndSentence(SentenceBuffer sentences)
    {
        if (sentences.OpenTokens > 0) sentences.EndSentence();
    }

    private void ReadLine(ReadOnlySpan<char> line, SentenceBuffer sentences)
    {
        bool conllu = _options.Format == CorpusFormat.Conllu;
        if (Blanks.Trim(line).IsEmpty || (!conllu && ConllReader.IsDocumentStart(line))) EndSentence(sentences);
        else if (conllu) ReadWord(line, sentences);
        else ReadColumns(line, sentences);
    }

    private void ReadWord(ReadOnlySpan<char> line, SentenceBuffer sentences)
    {
        bool isWord = line[0] != '#' && ConlluReader.IsWord(_lines, line, _columns, sentences.OpenTokens + 1);
        if (isWord) Add(line, ConlluReader.Form, sentences);
    }

    private void ReadColumns(ReadOnlySpan<char> line, SentenceBuffer sentences)
    {
        _columns.Split(line);
        if (line[0] == '#' && _columns.Count != _expected) return;
        if (_expected == 0) _expected = _columns.Count;
        if (_columns.Count < _least) throw _lines.Error($"expected at least {_least} column{(_least == 1 ? "" : "s")}, found {_columns.Count}");
        if (_columns.Count != _expected) throw _lines.Error($"expected {_expected} columns, found {_columns.Count}");
        Add(line, _options.TokenColumn, sentences);
    }

    private void Add(ReadOnlySpan<char> line, int tokenColumn, SentenceBuffer sentences)
    {
        sentences.AddToken(ConlluReader.Filled(_lines, _columns.Column(line, tokenColumn), tokenColumn));
        foreach (int column in _features) sentences.AddFeature(ConlluReader.Filled(_lines, _columns.Column(line, column), column));
    }
}
