namespace Rnnctl.Text.Subwords;

/// <summary>How often a pair of symbols stands in the words, and where.</summary>
internal sealed class PairOccurrences
{
    /// <summary>The occurrences in the words' text, those that overlap included.</summary>
    public long Count { get; set; }

    /// <summary>Every word that holds the pair, by its number; a word that does not hold it any more may be among them.</summary>
    public List<int> Words { get; } = [];

    /// <summary>Notes a word that holds the pair.</summary>
    public void Add(int word)
    {
        if (Words.Count == 0 || Words[^1] != word)
        {
            Words.Add(word);
        }
    }
}
