namespace Rnnctl.Text.Metrics.EditRate;

/// <summary>
/// The edits of the translation edit rate (Snover et al. 2006): shifts of blocks of words, as many as lower the edit distance, and then the distance. The
/// fewest edits are hard to find, so that Tercom searches greedily: the shift that lowers the distance most is made, then the next. Only a block that occurs in
/// the reference is shifted, next to the words that stand for the reference's; where none of its words is edited, here or there, it stays. Of shifts that gain
/// the same, the longest is made, then the one of the earliest block, then the one to the earliest place. As sacreBLEU limits it, blocks have up to 10 words,
/// which lie up to 50 places from their place in the reference, and the search ends after 1000 shifts that it tried.
/// </summary>
internal sealed class EditSearch
{
    private const int LongestBlock = 10;
    private const int FarthestPlace = 50;
    private const int MostTried = 1000;

    private readonly EditDistance _distance = new();
    private readonly EditAlignment _alignment = new();
    private readonly List<Edit> _edits = [];
    private int[] _words = [], _shifted = [], _reference = [];
    private int _tried;

    /// <summary>The edits that make a hypothesis the reference; words are numbers.</summary>
    public int Count(ReadOnlySpan<int> hypothesis, ReadOnlySpan<int> reference)
    {
        if (reference.IsEmpty) return hypothesis.Length;
        (_words, _shifted, _reference, _tried) = (hypothesis.ToArray(), new int[hypothesis.Length], reference.ToArray(), 0);
        _distance.Begin(hypothesis.Length, reference);
        for (int shifts = 0; ; shifts++)
        {
            int distance = _distance.Of(_words);
            if (BestShift(distance) is not { Gain: > 0 } best || _tried >= MostTried) return shifts + distance;
            best.Apply(_words, _shifted);
            (_words, _shifted) = (_shifted, _words);
        }
    }

    private Shift? BestShift(int distance)
    {
        _distance.Trace(_edits);
        _alignment.Read(_edits);
        Shift? best = null;
        for (int start = 0; start < _words.Length; start++)
        {
            int first = Math.Max(0, start - FarthestPlace), end = Math.Min(_reference.Length, start + FarthestPlace + 1);
            for (int place = first; place < end; place++)
            {
                for (int length = 1; length <= LongestBlock && IsBlock(start, place, length); length++)
                {
                    TryShifts(start, place, length, distance, ref best);
                    if (_tried >= MostTried) return best;
                }
            }
        }

        return best;
    }

    /// <summary>Whether the last word of a block of the hypothesis is that of a block of the reference.</summary>
    private bool IsBlock(int start, int place, int length) =>
        start + length <= _words.Length && place + length <= _reference.Length && _words[start + length - 1] == _reference[place + length - 1];

    /// <summary>Tries to shift a block that the reference has at a place: before the word that stands for this place, and behind each of the block's.</summary>
    private void TryShifts(int start, int place, int length, int distance, ref Shift? best)
    {
        if (!_alignment.EditsHypothesis(start, length) || !_alignment.EditsReference(place, length)) return;
        ReadOnlySpan<int> places = _alignment.Places;
        if (start <= places[place] && places[place] < start + length) return;
        int last = -1;
        for (int behind = place - 1; behind < place + length; behind++)
        {
            int target = behind < 0 ? 0 : places[behind] + 1;
            if (target == last) continue;
            last = target;
            var shift = new Shift(0, length, start, target);
            shift.Apply(_words, _shifted);
            shift = shift with { Gain = distance - _distance.OfShifted(_shifted, Math.Min(start, target)) };
            _tried++;
            if (best is not { } other || shift.IsBetterThan(other)) best = shift;
        }
    }

    /// <summary>A shift of a block.</summary>
    /// <param name="Gain">By how much it lowers the edit distance.</param>
    /// <param name="Length">The words of the block.</param>
    /// <param name="Start">The place of its first word.</param>
    /// <param name="Target">The place before which it is put; inside of the block, how far the block moves on.</param>
    private readonly record struct Shift(int Gain, int Length, int Start, int Target)
    {
        public bool IsBetterThan(Shift other) => (Gain, Length, -Start, -Target).CompareTo((other.Gain, other.Length, -other.Start, -other.Target)) > 0;

        /// <summary>Writes the words with the block shifted.</summary>
        public void Apply(ReadOnlySpan<int> words, Span<int> shifted)
        {
            int behind = Start + Length;
            words.CopyTo(shifted);
            if (Target < Start)
            {
                words[Start..behind].CopyTo(shifted[Target..]);
                words[Target..Start].CopyTo(shifted[(Target + Length)..]);
                return;
            }

            int end = Target > behind ? Target : Math.Min(words.Length, Target + Length);
            words[behind..end].CopyTo(shifted[Start..]);
            words[Start..behind].CopyTo(shifted[(end - Length)..]);
        }
    }
}
