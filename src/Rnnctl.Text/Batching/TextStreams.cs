namespace Rnnctl.Text.Batching;

/// <summary>
/// A text cut into parallel streams of nearly equal length, longer ones first, which are read together in windows of some steps. Backward, the streams are
/// those of the reversed text. Every place of the text is in one window.
/// </summary>
public sealed class TextStreams
{
    private readonly int _length, _longer;

    /// <summary>Cuts a text.</summary>
    /// <param name="text">The text; at least one place.</param>
    /// <param name="most">The most streams; a short text has fewer, so that each has the steps of a window.</param>
    /// <param name="window">The steps of a window.</param>
    public TextStreams(EncodedText text, int most, int window)
    {
        (Text, Window) = (text, window);
        Count = Math.Clamp(text.Places / window, 1, most);
        (_length, _longer) = (text.Places / Count, text.Places % Count);
        int longest = LengthOf(0);
        Windows = (longest / window) + (longest % window == 0 ? 0 : 1);
    }

    /// <summary>The text.</summary>
    public EncodedText Text { get; }

    /// <summary>The most steps of a window.</summary>
    public int Window { get; }

    /// <summary>The number of streams.</summary>
    public int Count { get; }

    /// <summary>The number of windows.</summary>
    public int Windows { get; }

    /// <summary>The number of places of a stream.</summary>
    internal int LengthOf(int stream) => _length + (stream < _longer ? 1 : 0);

    /// <summary>The number of the first place of a stream, counted in the direction in which it is read.</summary>
    internal int StartOf(int stream) => (stream * _length) + Math.Min(stream, _longer);
}
