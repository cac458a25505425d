namespace Rnnctl.Text.Batching;

/// <summary>A window of parallel streams of text in packed order. It is filled again and again and allocates nothing once it is large enough.</summary>
public sealed class StreamWindow
{
    private int[] _lengths = [];
    private int[] _tokens = [];
    private int[] _labels = [];
    private int[] _left = [];
    private int[] _right = [];
    private int _first, _streams, _rows;

    /// <summary>The steps of each stream that reaches the window, longest first.</summary>
    public ReadOnlySpan<int> Lengths => _lengths.AsSpan(0, _streams);

    /// <summary>N, the number of tokens of each direction.</summary>
    public int Tokens { get; private set; }

    /// <summary>The ids that are read, forward direction first where there are both, <c>[directions · N]</c>.</summary>
    public ReadOnlySpan<int> TokenIds => _tokens.AsSpan(0, _rows);

    /// <summary>The ids that follow them in their direction, <c>[directions · N]</c>.</summary>
    public ReadOnlySpan<int> LabelIds => _labels.AsSpan(0, _rows);

    /// <summary>The distinct words that are read, with their characters; none where the text holds no written words.</summary>
    public PackedWords Words { get; } = new();

    /// <summary>Reads a window in place of the one that is here.</summary>
    /// <param name="streams">The streams.</param>
    /// <param name="window">The number of the window, from 0.</param>
    /// <param name="chosen">Which of the streams are read.</param>
    /// <param name="forward">Whether the text is read forward.</param>
    /// <param name="backward">Whether it is read backward.</param>
    /// <exception cref="InputException">A file of the text can't be read or has changed.</exception>
    public void Fill(TextStreams streams, int window, Range chosen, bool forward, bool backward)
    {
        Measure(streams, window, chosen);
        int rows = Tokens * ((forward ? 1 : 0) + (backward ? 1 : 0));
        if (_tokens.Length < rows) (_tokens, _labels) = (new int[rows], new int[rows]);
        _rows = 0;
        if (forward) Read(streams, window, reversed: false);
        if (backward) Read(streams, window, reversed: true);
        streams.Text.Written?.Spell(_tokens.AsSpan(0, _rows), _labels.AsSpan(0, _rows), Words);
    }

    private void Measure(TextStreams streams, int window, Range chosen)
    {
        (_first, int most) = chosen.GetOffsetAndLength(streams.Count);
        PackedLayout.EnsureLength(ref _lengths, most);
        (_streams, Tokens) = (0, 0);
        for (; _streams < most && streams.LengthOf(_first + _streams, window) is > 0 and var length; _streams++)
        {
            _lengths[_streams] = length;
            Tokens += length;
        }

        if (_streams == 0) return;
        PackedLayout.EnsureLength(ref _left, _lengths[0]);
        PackedLayout.EnsureLength(ref _right, _lengths[0]);
    }

    private void Read(TextStreams streams, int window, bool reversed)
    {
        for (int stream = 0; stream < _streams; stream++)
        {
            Span<int> left = _left.AsSpan(0, _lengths[stream]), right = _right.AsSpan(0, _lengths[stream]);
            streams.Read(_first + stream, (long)window * streams.Window, reversed, left, right);
            if (reversed)
            {
                left.Reverse();
                right.Reverse();
            }

            Scatter(stream, reversed ? right : left, reversed ? left : right);
        }

        _rows += Tokens;
    }

    /// <summary>Puts a stream's symbols in packed order. Streams are longest first, so a step that a stream has, those before it have too.</summary>
    private void Scatter(int stream, ReadOnlySpan<int> tokens, ReadOnlySpan<int> labels)
    {
        int row = _rows + stream, width = _streams;
        for (int step = 0; step < tokens.Length; step++)
        {
            while (_lengths[width - 1] <= step) width--;
            (_tokens[row], _labels[row]) = (tokens[step], labels[step]);
            row += width;
        }
    }
}
