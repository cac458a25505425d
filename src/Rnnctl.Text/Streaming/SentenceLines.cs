namespace Rnnctl.Text.Streaming;

/// <summary>Reads the lines of one sentence after the other, from one file or from two parallel files. Not thread-safe.</summary>
internal sealed class SentenceLines
{
    private readonly RangeStream[] _streams = [new(), new()];
    private readonly LineReader[] _lines;

    /// <summary>A reader of no sentence.</summary>
    public SentenceLines() => _lines = [.. _streams.Select(stream => new LineReader(stream, ""))];

    /// <summary>The lines in the first or in the second file.</summary>
    public LineReader this[int file] => _lines[file];

    /// <summary>Goes to a sentence.</summary>
    /// <exception cref="InputException">A file has another length than before.</exception>
    public void Seek(StreamedPart part, IndexedSentence sentence)
    {
        part.Seek(0, sentence.FirstOffset, sentence.FirstBytes, _streams[0], _lines[0]);
        if (part.HasTwoFiles) part.Seek(1, sentence.SecondOffset, sentence.SecondBytes, _streams[1], _lines[1]);
    }
}
