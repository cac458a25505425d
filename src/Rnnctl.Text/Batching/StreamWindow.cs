namespace Rnnctl.Text.Batching;

/// <summary>A window of parallel streams of text in packed order. It is filled again and again and allocates nothing once it is large enough.</summary>
public sealed class StreamWindow
{
    private int[] _lengths = [];
    private int[] _tokens = [];
    private int[] _labels = [];
    private int _streams, _rows;

    /// <summary>The steps of each stream that reaches the window, longest first.</summary>
    public ReadOnlySpan<int> Lengths => _lengths.AsSpan(0, _streams);

    /// <summary>N, the number of tokens of each direction.</summary>
    public int Tokens { get; private set; }

    /// <summary>The ids that are read, forward direction first where there are both, <c>[directions · N]</c>.</summary>
    public ReadOnlySpan<int> TokenIds => _tokens.AsSpan(0, _rows);

    /// <summary>The ids that follow them in their direction, <c>[directions · N]</c>.</summary>
    public ReadOnlySpan<int> LabelIds => _labels.AsSpan(0, _rows);

    /// <summary>Reads a window in place of the one that is here.</summary>
    /// <param name="streams">The streams.</param>
    /// <param name="window">The number of the window, from 0.</param>
    /// <param name="forward">Whether the text is read forward.</param>
    /// <param name="backward">Whether it is read backward.</param>
    public void Fill(TextStreams streams, int window, bool forward, bool backward)
    {
        Measure(streams, window);
        int rows = Tokens * ((forward ? 1 : 0) + (backward ? 1 : 0));
        if (_tokens.Length < rows) (_tokens, _labels) = (new int[rows], new int[rows]);
        _rows = 0;
        EncodedText text = streams.Text;
        if (forward) Read(streams, window, text.Left, text.Right, reversed: false);
        if (backward) Read(streams, window, text.Right, text.Left, reversed: true);
    }

    private void Measure(TextStreams streams, int window)
    {
        if (_lengths.Length < streams.Count) _lengths = new int[streams.Count];
        (_streams, Tokens) = (0, 0);
        for (int stream = 0; stream < streams.Count; stream++)
        {
            int length = Math.Min(streams.Window, streams.LengthOf(stream) - (window * streams.Window));
            if (length < 1) break;
            _lengths[_streams++] = length;
            Tokens += length;
        }
    }

    private void Read(TextStreams streams, int window, ReadOnlySpan<int> tokens, ReadOnlySpan<int> labels, bool reversed)
    {
        for (int step = 0; step < _lengths[0]; step++)
        {
            for (int stream = 0; stream < _streams && _lengths[stream] > step; stream++)
            {
                int place = streams.StartOf(stream) + (window * streams.Window) + step;
                if (reversed) place = tokens.Length - 1 - place;
                _tokens[_rows] = tokens[place];
                _labels[_rows++] = labels[place];
            }
        }
    }
}
