namespace Rnnctl.Text.Batching;

/// <summary>
/// A batch of whole sentences, packed as in <see cref="PackedBatch"/>, as the directions of a language model read them. Of a sentence with its frame
/// <c>s_0 s_1 ... s_n s_(n+1)</c>, the forward direction reads <c>s_0 ... s_n</c> and predicts <c>s_1 ... s_(n+1)</c>; the backward direction reads
/// <c>s_(n+1) ... s_1</c> and predicts <c>s_n ... s_0</c>. The batch is reused and allocates nothing once its arrays are large enough; its spans are valid
/// until the next filling.
/// </summary>
/// <param name="forward">Whether the sentences are read forward.</param>
/// <param name="backward">Whether they are read backward.</param>
/// <param name="written">The words as written, of which the sentences hold the numbers; null if they hold ids of the vocabulary.</param>
public sealed class FramedBatch(bool forward, bool backward, WrittenWords? written = null)
{
    private readonly PackedLayout _layout = new();
    private int[] _tokens = [];
    private int[] _labels = [];
    private int[] _reversed = [];
    private int[] _places = [];

    /// <summary>2 if the sentences are read in both directions, otherwise 1.</summary>
    public int Directions => (forward ? 1 : 0) + (backward ? 1 : 0);

    /// <summary>N, the number of symbols that each direction reads.</summary>
    public int Tokens => _layout.Rows;

    /// <summary>The sentences' numbers, longest first, equal lengths in the given order.</summary>
    public ReadOnlySpan<int> Order => _layout.Order;

    /// <summary>The number of symbols that each direction reads of each sentence, in the same order.</summary>
    public ReadOnlySpan<int> Lengths => _layout.Lengths;

    /// <summary>The first row of each step, then N: <c>[steps + 1]</c>.</summary>
    public ReadOnlySpan<int> StepOffsets => _layout.StepOffsets;

    /// <summary>The symbols that are read, forward direction first where there are both, <c>[directions · N]</c>.</summary>
    public ReadOnlyMemory<int> TokenIds => _tokens.AsMemory(0, Directions * Tokens);

    /// <summary>The symbols that follow them in their direction, <c>[directions · N]</c>; -1 after the sentence's last symbol.</summary>
    public ReadOnlySpan<int> LabelIds => _labels.AsSpan(0, Directions * Tokens);

    /// <summary>The distinct written words of the batch with their characters; none if there are no written words.</summary>
    public PackedWords Words { get; } = new();

    /// <summary>Whether the rows of the forward direction come first.</summary>
    internal bool ReadsForward => forward;

    /// <summary>Whether there are rows of the backward direction.</summary>
    internal bool ReadsBackward => backward;

    /// <summary>Packs sentences; the old contents are lost.</summary>
    /// <param name="framed">All sentences with their begin and end symbols.</param>
    /// <param name="chosen">The numbers of those to pack, in any order.</param>
    /// <param name="wholeFrame">
    /// Whether each direction also reads the frame's symbol at its end, after which it predicts nothing. That changes only the states that it leaves.
    /// </param>
    public void Fill(EncodedSentences framed, ReadOnlySpan<int> chosen, bool wholeFrame = false)
    {
        int unread = wholeFrame ? 0 : 1;
        _layout.Assign(framed.Starts, chosen, framing: -unread);
        PackedLayout.EnsureLength(ref _tokens, Directions * Tokens);
        PackedLayout.EnsureLength(ref _labels, Directions * Tokens);
        PackedLayout.EnsureLength(ref _places, framed.Count);
        _labels.AsSpan(0, Directions * Tokens).Fill(-1);
        for (int place = 0; place < Order.Length; place++)
        {
            ReadOnlySpan<int> sentence = framed[Order[place]];
            _places[Order[place]] = place;
            if (forward) Scatter(sentence, place, unread, direction: 0);
            if (backward) Scatter(Reversed(sentence), place, unread, Directions - 1);
        }

        written?.Spell(_tokens.AsSpan(0, Directions * Tokens), _labels.AsSpan(0, Directions * Tokens), Words);
    }

    /// <summary>Packs the predictions of one sentence from a step on, in place of what is here.</summary>
    /// <param name="framed">The sentence with its begin and end symbols.</param>
    /// <param name="first">The step, from 0.</param>
    /// <param name="count">The number of steps.</param>
    public void FillWindow(ReadOnlySpan<int> framed, int first, int count)
    {
        _layout.Assign([0, count], [0]);
        PackedLayout.EnsureLength(ref _tokens, Directions * Tokens);
        PackedLayout.EnsureLength(ref _labels, Directions * Tokens);
        if (forward) Copy(framed, first, direction: 0);
        if (backward) Copy(Reversed(framed), first, Directions - 1);
        written?.Spell(_tokens.AsSpan(0, Directions * Tokens), _labels.AsSpan(0, Directions * Tokens), Words);
    }

    /// <summary>The row of a step of a sentence among the N rows of a direction; the sentence is given by its number.</summary>
    internal int RowOf(int sentence, int step) => _layout.StepOffsets[step] + _places[sentence];

    private void Scatter(ReadOnlySpan<int> symbols, int place, int unread, int direction)
    {
        _layout.Scatter(symbols[..^unread], place, _tokens.AsSpan(direction * Tokens, Tokens));
        _layout.Scatter(symbols[1..], place, _labels.AsSpan(direction * Tokens, Tokens));
    }

    private ReadOnlySpan<int> Reversed(ReadOnlySpan<int> sentence)
    {
        PackedLayout.EnsureLength(ref _reversed, sentence.Length);
        Span<int> reversed = _reversed.AsSpan(0, sentence.Length);
        sentence.CopyTo(reversed);
        reversed.Reverse();
        return reversed;
    }

    private void Copy(ReadOnlySpan<int> symbols, int first, int direction)
    {
        symbols.Slice(first, Tokens).CopyTo(_tokens.AsSpan(direction * Tokens));
        symbols.Slice(first + 1, Tokens).CopyTo(_labels.AsSpan(direction * Tokens));
    }
}
