namespace Rnnctl.Text.Corpora;

/// <summary>
/// Reads labelled sentences from a file of columns. Where they have intents, a comment before the first token of each names it:
/// <c># intent = atis_flight</c>.
/// </summary>
/// <param name="columns">The file.</param>
/// <param name="features">How many features each token has.</param>
/// <param name="intents">Whether each sentence has an intent.</param>
internal sealed class LabelledColumns(IColumnReader columns, int features, bool intents) : ILabelledReader
{
    private bool _isOpen, _hasIntent;

    /// <inheritdoc/>
    public (ByteRange First, ByteRange Second) LastLines => (columns.LastLine, default);

    /// <inheritdoc/>
    /// <exception cref="InputException">A line is malformed, or a sentence has no intent, or two.</exception>
    public void Read(ILabelledSentences sentences)
    {
        for (ColumnLine kind = columns.Read(out ReadOnlySpan<char> line); kind != ColumnLine.End; kind = columns.Read(out line))
        {
            if (kind == ColumnLine.Token) AddToken(line, sentences);
            else if (kind == ColumnLine.SentenceEnd) EndSentence(sentences);
            else if (intents && SentenceIntent.TryRead(line, out ReadOnlySpan<char> intent)) SetIntent(intent, sentences);
        }

        EndSentence(sentences);
        if (_hasIntent) throw columns.Error("expected a sentence after the last comment with an intent, found the end of the file");
    }

    /// <inheritdoc/>
    public ILabelledReader Again(LineReader first, LineReader second) => new LabelledColumns(columns.Again(first), features, intents: false);

    /// <inheritdoc/>
    public void Resume(long offset) => columns.Resume(offset);

    private void AddToken(ReadOnlySpan<char> line, ILabelledSentences sentences)
    {
        if (intents && !_isOpen && !_hasIntent)
            throw columns.Error($"expected a comment {SentenceIntent.Comment}... before the sentence, found none", "with --intent each sentence has one");
        _isOpen = true;
        sentences.Add(columns.Token(line), columns.Label(line));
        for (int feature = 0; feature < features; feature++) sentences.AddFeature(feature, columns.Feature(line, feature));
    }

    /// <summary>A blank line that ends no sentence may stand between the comment and the sentence.</summary>
    private void EndSentence(ILabelledSentences sentences)
    {
        sentences.EndSentence();
        if (_isOpen) (_isOpen, _hasIntent) = (false, false);
    }

    private void SetIntent(ReadOnlySpan<char> intent, ILabelledSentences sentences)
    {
        if (_isOpen) throw columns.Error("expected the intent before the first token of its sentence, found it after a token");
        if (_hasIntent) throw columns.Error("expected one intent of a sentence, found a second");
        if (SentenceIntent.FlawOf(intent) is { } flaw) throw columns.Error($"expected an intent after =, found {flaw}");
        sentences.SetIntent(intent);
        _hasIntent = true;
    }
}
