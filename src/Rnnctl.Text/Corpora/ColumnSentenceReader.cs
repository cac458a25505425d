namespace Rnnctl.Text.Corpora;

/// <summary>
/// Reads sentences that are to be tagged from CoNLL columns or CoNLL-U: the tokens and the features that a model reads beside them, whatever other columns
/// there are, labels among them. A blank line ends a sentence. In CoNLL columns a line that starts with <c>#</c> is a comment where it hasn't as many columns
/// as the first token.
/// </summary>
public sealed class ColumnSentenceReader
{
    private readonly LineReader _lines;
    private readonly CorpusOptions _options;
    private readonly ColumnSplitter _columns = new();
    private readonly int[] _features;
    private readonly int _least;
    private int _expected;

    /// <summary>A reader of a stream.</summary>
    /// <param name="lines">Where sentences are read.</param>
    /// <param name="options">Columns; the format is CoNLL or CoNLL-U.</param>
    /// <exception cref="InputException">The format has no columns of that kind.</exception>
    public ColumnSentenceReader(LineReader lines, CorpusOptions options)
    {
        (_lines, _options) = (lines, options);
        _features = options.Features.In(lines.Name, options.Format, -1);
        _least = 1 + _features.Append(options.TokenColumn).Max();
    }

    /// <summary>
    /// Takes the next sentences in place of those that are in a buffer: waits for one, and adds those that have begun to arrive behind it.
    /// </summary>
    /// <param name="sentences">Takes them.</param>
    /// <param name="maximum">At most so many.</param>
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
