namespace Rnnctl.Text.Metrics.EditRate;

/// <summary>
/// The Levenshtein distance of a hypothesis h to a reference r, words being numbers, in a beam around the diagonal, as Tercom bounds it:
/// <code>
/// d[0, j] = j,  d[i, j] = min(d[i-1, j-1] + [h_i ≠ r_j],  d[i-1, j] + 1,  d[i, j-1] + 1)  for  -beam ≤ j - ⌊i R / H⌋ &lt; beam
/// </code>
/// H and R are the numbers of words. Of edits that cost the same, the first in this order is taken: match or substitution, deletion of a word of
/// the hypothesis, insertion of one of the reference.
/// </summary>
internal sealed class EditDistance
{
    private const int Infinity = int.MaxValue / 2;
    private const int Beam = 25;

    private int[] _reference = [], _costs = [], _shifted = [];
    private Edit[] _edits = [];
    private int _hypothesisLength, _referenceLength, _beam;
    private double _ratio;

    private int Width => _referenceLength + 1;

    /// <summary>Begins with another reference, and hypotheses of one length.</summary>
    public void Begin(int hypothesisLength, ReadOnlySpan<int> reference)
    {
        (_hypothesisLength, _referenceLength) = (hypothesisLength, reference.Length);
        _ratio = hypothesisLength == 0 ? 1 : (double)reference.Length / hypothesisLength;
        // So that the beams of two neighbouring rows overlap, whatever the lengths.
        _beam = Beam < _ratio / 2 ? (int)Math.Ceiling((_ratio / 2) + Beam) : Beam;
        _reference = reference.ToArray();
        int size = (hypothesisLength + 1) * Width;
        if (_costs.Length < size) (_costs, _shifted, _edits) = (new int[size], new int[size], new Edit[size]);
        for (int word = 0; word < Width; word++) (_costs[word], _edits[word]) = (word, Edit.Insertion);
    }

    /// <summary>The distance of a hypothesis. Keeps its table, so that <see cref="Trace"/> can follow the edits.</summary>
    public int Of(ReadOnlySpan<int> hypothesis)
    {
        for (int row = 1; row <= _hypothesisLength; row++)
        {
            ReadOnlySpan<int> previous = _costs.AsSpan((row - 1) * Width, Width);
            FillRow(row, hypothesis[row - 1], previous, _costs.AsSpan(row * Width, Width), _edits.AsSpan(row * Width, Width));
        }

        return _costs[(_hypothesisLength * Width) + _referenceLength];
    }

    /// <summary>The distance of a hypothesis whose first <paramref name="same"/> words are those of the last one given to <see cref="Of"/>.</summary>
    public int OfShifted(ReadOnlySpan<int> hypothesis, int same)
    {
        ReadOnlySpan<int> previous = _costs.AsSpan(same * Width, Width);
        for (int row = same + 1; row <= _hypothesisLength; row++)
        {
            Span<int> costs = _shifted.AsSpan(row * Width, Width);
            FillRow(row, hypothesis[row - 1], previous, costs, []);
            previous = costs;
        }

        return previous[_referenceLength];
    }

    /// <summary>Replaces the contents of a list with the edits of the hypothesis last given to <see cref="Of"/>, from its beginning.</summary>
    public void Trace(List<Edit> edits)
    {
        edits.Clear();
        (int row, int word) = (_hypothesisLength, _referenceLength);
        while (row > 0 || word > 0)
        {
            Edit edit = _edits[(row * Width) + word];
            edits.Add(edit);
            if (edit != Edit.Insertion) row--;
            if (edit != Edit.Deletion) word--;
        }

        edits.Reverse();
    }

    private void FillRow(int row, int word, ReadOnlySpan<int> previous, Span<int> costs, Span<Edit> edits)
    {
        costs.Fill(Infinity);
        int diagonal = (int)Math.Floor(row * _ratio);
        int first = Math.Max(0, diagonal - _beam), end = row == _hypothesisLength ? Width : Math.Min(Width, diagonal + _beam);
        for (int place = first; place < end; place++)
        {
            Edit edit = Edit.Deletion;
            int cost = previous[place] + 1;
            if (place > 0)
            {
                bool matches = word == _reference[place - 1];
                int replaced = previous[place - 1] + (matches ? 0 : 1);
                if (replaced <= cost) (cost, edit) = (replaced, matches ? Edit.Match : Edit.Substitution);
                if (costs[place - 1] + 1 < cost) (cost, edit) = (costs[place - 1] + 1, Edit.Insertion);
            }

            costs[place] = Math.Min(cost, Infinity);
            if (!edits.IsEmpty) edits[place] = edit;
        }
    }
}

/// <summary>What becomes of a word.</summary>
internal enum Edit : byte
{
    /// <summary>The words are the same.</summary>
    Match,

    /// <summary>A word of the hypothesis becomes one of the reference.</summary>
    Substitution,

    /// <summary>A word of the reference is inserted.</summary>
    Insertion,

    /// <summary>A word of the hypothesis is deleted.</summary>
    Deletion,
}
