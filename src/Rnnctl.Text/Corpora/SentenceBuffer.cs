using System.Runtime.InteropServices;

namespace Rnnctl.Text.Corpora;

/// <summary>
/// Sentences without labels, as <c>tag</c> reads them: a line is a sentence, runs of blanks separate its tokens, and an empty line is
/// a sentence with no token. Labels of slashed text are dropped. The buffer is reused and allocates nothing once it is large enough.
/// </summary>
/// <param name="enoughTokens">The number of tokens that fill a portion, however few sentences they are.</param>
public sealed class SentenceBuffer(int enoughTokens = SentenceBuffer.UsualTokens)
{
    /// <summary>The default number of tokens of a portion.</summary>
    public const int UsualTokens = 1 << 16;

    /// <summary>The most tokens of a sentence that are labelled at once; more would only cost memory.</summary>
    public const int LongSentence = 10_000;

    private const int EnoughCharacters = 1 << 22;
    private const int MostCharacters = 1 << 28;

    private readonly List<(int Start, int Length)> _places = [];
    private readonly List<(int Start, int Length)> _features = [];
    private readonly List<int> _starts = [0], _featureStarts = [0];
    private readonly List<long> _lines = [];
    private char[] _text = new char[1 << 12];
    private int _length;

    /// <summary>The number of sentences.</summary>
    public int Sentences => _starts.Count - 1;

    /// <summary>The total number of tokens.</summary>
    public int Tokens => _places.Count;

    /// <summary>Whether the last sentence has more than <see cref="LongSentence"/> tokens. It ends its portion, so only the last one can be so long.</summary>
    public bool EndsWithLongSentence => Sentences > 0 && _starts[^1] - _starts[^2] > LongSentence;

    /// <summary>A sentence's tokens.</summary>
    public SentenceTokens this[int sentence] =>
        new(
            _text,
            CollectionsMarshal.AsSpan(_places)[_starts[sentence].._starts[sentence + 1]],
            CollectionsMarshal.AsSpan(_features)[_featureStarts[sentence].._featureStarts[sentence + 1]],
            CollectionsMarshal.AsSpan(_lines)[_starts[sentence].._starts[sentence + 1]]);

    /// <summary>Removes all sentences.</summary>
    public void Clear()
    {
        _places.Clear();
        _features.Clear();
        _lines.Clear();
        _starts.RemoveRange(1, _starts.Count - 1);
        _featureStarts.RemoveRange(1, _featureStarts.Count - 1);
        _length = 0;
    }

    /// <summary>Adds a line as a sentence.</summary>
    /// <param name="line">The line.</param>
    /// <param name="number">Its number in the input.</param>
    public void Add(ReadOnlySpan<char> line, long number = 0)
    {
        int start = Keep(line);
        Blanks.Words words = Blanks.WordsOf(line);
        while (words.MoveNext())
        {
            AddPlace(start + words.Start, words.Current.Length, number);
        }

        EndSentence();
    }

    /// <summary>
    /// Replaces the sentences with the next lines. Waits for one line, then adds only lines that have already arrived, so
    /// that a filter answers at once on a slow input and works in batches on a fast one.
    /// </summary>
    /// <param name="lines">The input.</param>
    /// <param name="maximum">The most sentences to read.</param>
    /// <param name="format">The format of the lines.</param>
    /// <returns>False at the end of the input.</returns>
    /// <exception cref="InputException">A line is not UTF-8 text, or not slashed text although the format says so.</exception>
    public bool Read(LineReader lines, int maximum, TagInputFormat format = TagInputFormat.Text)
    {
        Clear();
        while (!IsFull(maximum) && (Sentences == 0 || lines.HasBufferedLine) && lines.TryRead(out ReadOnlySpan<char> line))
        {
            if (format == TagInputFormat.Slash) AddSlashed(lines, line);
            else Add(line, lines.LineNumber);
        }

        return Sentences > 0;
    }

    /// <summary>Whether the portion is full.</summary>
    internal bool IsFull(int maximum) =>
        Sentences >= maximum || (Sentences > 0 && (Tokens >= enoughTokens || _length >= EnoughCharacters || EndsWithLongSentence));

    /// <summary>The number of tokens of the open sentence so far.</summary>
    internal int OpenTokens => _places.Count - _starts[^1];

    /// <summary>Adds a token to the open sentence.</summary>
    /// <param name="token">The token.</param>
    /// <param name="line">The number of its line in the input.</param>
    internal void AddToken(ReadOnlySpan<char> token, long line) => AddPlace(Keep(token), token.Length, line);

    /// <summary>Adds the next feature of the last token.</summary>
    internal void AddFeature(ReadOnlySpan<char> value) => _features.Add((Keep(value), value.Length));

    /// <summary>Completes the open sentence.</summary>
    internal void EndSentence()
    {
        _starts.Add(_places.Count);
        _featureStarts.Add(_features.Count);
    }

    private void AddSlashed(LineReader lines, ReadOnlySpan<char> line)
    {
        int start = Keep(line);
        Blanks.Words words = Blanks.WordsOf(line);
        while (words.MoveNext())
        {
            SlashReader.Split(lines, words.Current, out ReadOnlySpan<char> token, out _);
            AddPlace(start + words.Start, token.Length, lines.LineNumber);
        }

        EndSentence();
    }

    private void AddPlace(int start, int length, long line)
    {
        _places.Add((start, length));
        _lines.Add(line);
    }

    /// <summary>Keeps a line's characters and returns where they start.</summary>
    private int Keep(ReadOnlySpan<char> line)
    {
        if (_length + line.Length > MostCharacters)
        {
            throw new InputException($"a sentence has more than {MostCharacters:N0} characters", "end each sentence by a blank line");
        }

        if (_text.Length - _length < line.Length)
        {
            Array.Resize(ref _text, Math.Max(2 * _text.Length, _length + line.Length));
        }

        line.CopyTo(_text.AsSpan(_length));
        _length += line.Length;
        return _length - line.Length;
    }
}
