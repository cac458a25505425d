namespace Rnnctl.Text.Batching;

/// <summary>A stable counting sort of sequences by length. Its memory is reused from call to call.</summary>
internal sealed class LengthSort
{
    private int[] _places = [];

    /// <summary>Writes the sequences of <paramref name="sequences"/> to <paramref name="sorted"/>, shortest first.</summary>
    /// <param name="starts">Start of each sequence, then the end of the last one: <c>[count + 1]</c>.</param>
    /// <param name="sequences">The sequences' numbers.</param>
    /// <param name="sorted">The same numbers, sorted.</param>
    public void Ascending(ReadOnlySpan<int> starts, ReadOnlySpan<int> sequences, Span<int> sorted)
    {
        Span<int> places = CountLengths(starts, sequences);
        int next = 0;
        for (int length = 0; length < places.Length; length++)
        {
            (places[length], next) = (next, next + places[length]);
        }

        Place(starts, sequences, sorted, places);
    }

    /// <summary>Writes the sequences of <paramref name="sequences"/> to <paramref name="sorted"/>, longest first.</summary>
    /// <param name="starts">Start of each sequence, then the end of the last one: <c>[count + 1]</c>.</param>
    /// <param name="sequences">The sequences' numbers.</param>
    /// <param name="sorted">The same numbers, sorted.</param>
    public void Descending(ReadOnlySpan<int> starts, ReadOnlySpan<int> sequences, Span<int> sorted)
    {
        Span<int> places = CountLengths(starts, sequences);
        int next = 0;
        for (int length = places.Length - 1; length >= 0; length--)
        {
            (places[length], next) = (next, next + places[length]);
        }

        Place(starts, sequences, sorted, places);
    }

    private static int LengthOf(ReadOnlySpan<int> starts, int sequence) => starts[sequence + 1] - starts[sequence];

    private static void Place(ReadOnlySpan<int> starts, ReadOnlySpan<int> sequences, Span<int> sorted, Span<int> places)
    {
        foreach (int sequence in sequences)
        {
            sorted[places[LengthOf(starts, sequence)]++] = sequence;
        }
    }

    /// <summary>How many of the sequences have each length: <c>[longest + 1]</c>.</summary>
    private Span<int> CountLengths(ReadOnlySpan<int> starts, ReadOnlySpan<int> sequences)
    {
        int longest = 0;
        foreach (int sequence in sequences)
        {
            longest = Math.Max(longest, LengthOf(starts, sequence));
        }

        if (_places.Length <= longest)
        {
            _places = new int[Math.Max(2 * _places.Length, longest + 1)];
        }

        Span<int> counts = _places.AsSpan(0, longest + 1);
        counts.Clear();
        foreach (int sequence in sequences)
        {
            counts[LengthOf(starts, sequence)]++;
        }

        return counts;
    }
}
