using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Streaming;

/// <summary>
/// One side of the pairs of a text: how many symbols each sentence has, and what was counted. Where the vocabulary is known, unknown symbols are counted; where
/// it is still to be made, words are.
/// </summary>
internal sealed class PairText
{
    private readonly List<int> _ids = [];

    /// <summary>Counts of nothing.</summary>
    /// <param name="encoder">Makes words to symbols; null where the vocabulary will be made of the words.</param>
    public PairText(TextEncoder? encoder)
    {
        Words = encoder is null ? new SymbolCounts() : null;
        Unknown = encoder is null ? null : new UnknownSymbols(encoder);
    }

    /// <summary>The words; null where the vocabulary is known.</summary>
    public SymbolCounts? Words { get; }

    /// <summary>The unknown symbols; null where the vocabulary is not known yet.</summary>
    public UnknownSymbols? Unknown { get; private set; }

    /// <summary>Counts a sentence, and returns the number of its symbols.</summary>
    public int Add(ReadOnlySpan<char> sentence)
    {
        if (Words is null)
        {
            Unknown!.Encode(sentence, _ids);
            return _ids.Count;
        }

        long before = Words.Total;
        Words.AddWords(sentence);
        return (int)(Words.Total - before);
    }

    /// <summary>Adds what was counted in sentences that follow.</summary>
    public void Add(PairText next)
    {
        Words?.Add(next.Words!);
        Unknown?.Add(next.Unknown!);
    }

    /// <summary>Forgets what was counted.</summary>
    public void Clear()
    {
        Words?.Clear();
        if (Unknown?.Encoder is { } encoder) Unknown = new UnknownSymbols(encoder);
    }
}
