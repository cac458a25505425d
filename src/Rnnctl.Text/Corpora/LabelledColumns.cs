namespace Rnnctl.Text.Corpora;

/// <summary>Reads labelled sentences from a file of columns.</summary>
/// <param name="columns">The file.</param>
/// <param name="features">How many features each token has.</param>
internal sealed class LabelledColumns(IColumnReader columns, int features) : ILabelledReader
{
    /// <inheritdoc/>
    public (ByteRange First, ByteRange Second) LastLines => (columns.LastLine, default);

    /// <inheritdoc/>
    public void Read(ILabelledSentences sentences)
    {
        for (ColumnLine kind = columns.Read(out ReadOnlySpan<char> line); kind != ColumnLine.End; kind = columns.Read(out line))
        {
            if (kind == ColumnLine.SentenceEnd) sentences.EndSentence();
            if (kind != ColumnLine.Token) continue;
            sentences.Add(columns.Token(line), columns.Label(line));
            for (int feature = 0; feature < features; feature++) sentences.AddFeature(feature, columns.Feature(line, feature));
        }

        sentences.EndSentence();
    }

    /// <inheritdoc/>
    public ILabelledReader Again(LineReader first, LineReader second) => new LabelledColumns(columns.Again(first), features);

    /// <inheritdoc/>
    public void Resume(long offset) => columns.Resume(offset);
}
