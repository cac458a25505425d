using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Batching;

/// <summary>
/// Where the words of a <see cref="FramedBatch"/> are: forward, the row of a word's last symbol; backward, of its first. The words are in the order of a packed
/// batch of words (<see cref="PackedBatch"/> of the same sentences, chosen in the same order). It is filled again and again and allocates nothing once its
/// arrays are large enough.
/// </summary>
public sealed class WordRows
{
    private readonly PackedLayout _words = new();
    private int[] _rows = [];
    private int _directions;

    /// <summary>W, the number of words.</summary>
    public int Words => _words.Rows;

    /// <summary>The rows of the words in each direction, forward direction first where there are both, <c>[directions · W]</c>.</summary>
    public ReadOnlyMemory<int> Rows => _rows.AsMemory(0, _directions * Words);

    /// <summary>The sentences' numbers in the packed order of words: most words first, equal numbers in the given order.</summary>
    public ReadOnlySpan<int> Order => _words.Order;

    /// <summary>The number of words of each sentence, in the same order.</summary>
    public ReadOnlySpan<int> Lengths => _words.Lengths;

    /// <summary>The first word of each step, then W: word t of the j-th sentence in <see cref="Order"/> is number <c>StepOffsets[t] + j</c>.</summary>
    public ReadOnlySpan<int> StepOffsets => _words.StepOffsets;

    /// <summary>Finds the words of a batch; the old contents are lost.</summary>
    /// <param name="sentences">The sentences that the batch was filled from.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="chosen">The numbers of the batch's sentences, in any order; each has a word.</param>
    public void Fill(EncodedWords sentences, FramedBatch batch, ReadOnlySpan<int> chosen)
    {
        _words.Assign(sentences.Starts, chosen);
        _directions = batch.Directions;
        PackedLayout.EnsureLength(ref _rows, _directions * Words);
        Span<int> forward = _rows.AsSpan(0, Words), backward = _rows.AsSpan((_directions - 1) * Words, Words);
        for (int place = 0; place < _words.Sequences; place++)
        {
            int sentence = Order[place], last = sentences.Framed.LengthOf(sentence) - 1;
            ReadOnlySpan<SymbolRange> ranges = sentences.RangesOf(sentence);
            for (int word = 0; word < ranges.Length; word++)
            {
                int row = StepOffsets[word] + place;
                if (batch.ReadsForward) forward[row] = batch.RowOf(sentence, ranges[word].Last);
                if (batch.ReadsBackward) backward[row] = batch.RowOf(sentence, last - ranges[word].First);
            }
        }
    }
}
