namespace Rnnctl.Text.Corpora;

/// <summary>
/// Reads sentences to tag from CoNLL columns or CoNLL-U, by the same rules as a corpus: the tokens and the feature columns of the model. Other columns,
/// labels among them, are ignored.
/// </summary>
public sealed class ColumnSentenceReader
{
    private readonly LineReader _lines;
    private readonly IColumnReader _reader;
    private readonly ConlluLines? _kept;
    private readonly int _features;
    private bool _hasSentences;

    /// <summary>Creates a reader; it reads nothing yet.</summary>
    /// <param name="lines">The input.</param>
    /// <param name="options">The columns to read; the format must be CoNLL or CoNLL-U.</param>
    /// <param name="kept">Receives the lines of CoNLL-U, for output with other labels in them; null for none.</param>
    /// <exception cref="InputException">The format does not have the feature columns.</exception>
    public ColumnSentenceReader(LineReader lines, CorpusLayout options, ConlluLines? kept = null)
    {
        (_lines, _kept, _features) = (lines, kept, options.Features.Count);
        _reader = IColumnReader.Open(lines, options, withLabels: kept is not null);
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
        _kept?.Clear();
        while (!sentences.IsFull(maximum) && (sentences.Sentences == 0 || sentences.OpenTokens > 0 || _reader.HasBufferedLine))
        {
            ColumnLine kind = _reader.Read(out ReadOnlySpan<char> line);
            if (kind == ColumnLine.Token) AddToken(line, sentences);
            else if (kind != ColumnLine.End) _kept?.Add(line);
            if (kind is ColumnLine.SentenceEnd or ColumnLine.End) EndSentence(sentences, kind);
            if (kind == ColumnLine.End) break;
        }

        return sentences.Sentences > 0;
    }

    /// <summary>Refuses an input that was read to its end and has no sentence.</summary>
    /// <exception cref="InputException">It has none.</exception>
    public void RequireSentences() => CorpusReader.RequireSentences(_lines, _hasSentences ? 1 : 0);

    private void EndSentence(SentenceBuffer sentences, ColumnLine kind)
    {
        if (sentences.OpenTokens == 0) return;
        if (kind == ColumnLine.End) _kept?.Add("");
        sentences.EndSentence();
        _kept?.EndSentence();
        _hasSentences = true;
    }

    private void AddToken(ReadOnlySpan<char> line, SentenceBuffer sentences)
    {
        sentences.AddToken(_reader.Token(line), _reader.LineNumber);
        for (int feature = 0; feature < _features; feature++) sentences.AddFeature(_reader.Feature(line, feature));
        if (_kept is null) return;
        (int start, int length) = _reader.LabelPlace;
        _kept.Add(line, start, length);
    }
}
