namespace Rnnctl.Text.Batching;

/// <summary>A stable counting sort of sentences by length, in memory that is kept from call to call.</summary>
internal sealed class LengthSort
{
    private int[] _places = [];

    /// <summary>Writes the sentences of <paramref name="sentences"/> to <paramref name="sorted"/>, shortest first.</summary>
    public void Ascending(EncodedCorpus corpus, ReadOnlySpan<int> sentences, Span<int> sorted)
    {
        Span<int> places = CountLengths(corpus, sentences);
        int next = 0;
        for (int length = 0; length < places.Length; length++)
        {
            (places[length], next) = (next, next + places[length]);
        }

        Place(corpus, sentences, sorted, places);
    }

    /// <summary>Writes the sentences of <paramref name="sentences"/> to <paramref name="sorted"/>, longest first.</summary>
    public void Descending(EncodedCorpus corpus, ReadOnlySpan<int> sentences, Span<int> sorted)
    {
        Span<int> places = CountLengths(corpus, sentences);
        int next = 0;
        for (int length = places.Length - 1; length >= 0; length--)
        {
            (places[length], next) = (next, next + places[length]);
        }

        Place(corpus, sentences, sorted, places);
    }

    private static void Place(EncodedCorpus corpus, ReadOnlySpan<int> sentences, Span<int> sorted, Span<int> places)
    {
        foreach (int sentence in sentences)
        {
            sorted[places[corpus.LengthOf(sentence)]++] = sentence;
        }
    }

    /// <summary>How many of the sentences have each length: <c>[longest + 1]</c>.</summary>
    private Span<int> CountLengths(EncodedCorpus corpus, ReadOnlySpan<int> sentences)
    {
        int longest = 0;
        foreach (int sentence in sentences)
        {
            longest = Math.Max(longest, corpus.LengthOf(sentence));
        }

        if (_places.Length <= longest)
        {
            _places = new int[Math.Max(2 * _places.Length, longest + 1)];
        }

        Span<int> counts = _places.AsSpan(0, longest + 1);
        counts.Clear();
        foreach (int sentence in sentences)
        {
            counts[corpus.LengthOf(sentence)]++;
        }

        return counts;
    }
}
