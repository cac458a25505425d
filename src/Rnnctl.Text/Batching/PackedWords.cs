namespace Rnnctl.Text.Batching;

/// <summary>
/// The characters of a packed batch's distinct words, packed themselves: time-major, longest word first. It is filled with its batch and, like
/// it, allocates nothing once its arrays are large enough.
/// </summary>
public sealed class PackedWords
{
    private readonly PackedLayout _layout = new();
    private int[] _distinct = [];
    private int[] _placesPlusOne = [];
    private int[] _characterIds = [];
    private int[] _wordOfToken = [];
    private int _tokens;

    /// <summary>The number of distinct words; 0 if the corpus has no spellings.</summary>
    public int Count => _layout.Sequences;

    /// <summary>The words' lengths in characters, longest first: <c>[words]</c>.</summary>
    public ReadOnlySpan<int> Lengths => _layout.Lengths;

    /// <summary>The words' characters in the packed order of the words: <c>[characters]</c>.</summary>
    public ReadOnlySpan<int> CharacterIds => _characterIds.AsSpan(0, _layout.Rows);

    /// <summary>For each row of the batch, the position of its word among these words: <c>[tokens]</c>.</summary>
    public ReadOnlySpan<int> WordOfToken => _wordOfToken.AsSpan(0, _tokens);

    /// <summary>Packs the words of a batch; the old contents are lost.</summary>
    /// <param name="spellings">The characters of the corpus's words, or null without spellings.</param>
    /// <param name="words">The word of each row of the batch, <c>[tokens]</c>.</param>
    public void Fill(WordSpellings? spellings, ReadOnlySpan<int> words)
    {
        _tokens = words.Length;
        int count = spellings is null ? 0 : CollectDistinct(spellings, words);
        _layout.Assign(spellings is null ? default : spellings.Starts, _distinct.AsSpan(0, count));
        if (spellings is not null) Spell(spellings, words);
    }

    private int CollectDistinct(WordSpellings spellings, ReadOnlySpan<int> words)
    {
        PackedLayout.EnsureLength(ref _placesPlusOne, spellings.Count);
        PackedLayout.EnsureLength(ref _distinct, words.Length);
        int count = 0;
        foreach (int word in words)
        {
            if (_placesPlusOne[word] > 0) continue;
            _distinct[count++] = word;
            _placesPlusOne[word] = count;
        }

        return count;
    }

    private void Spell(WordSpellings spellings, ReadOnlySpan<int> words)
    {
        PackedLayout.EnsureLength(ref _characterIds, _layout.Rows);
        PackedLayout.EnsureLength(ref _wordOfToken, words.Length);
        for (int place = 0; place < Count; place++)
        {
            int word = _layout.Order[place];
            _layout.Scatter(spellings[word], place, _characterIds);
            _placesPlusOne[word] = place + 1;
        }

        for (int row = 0; row < words.Length; row++) _wordOfToken[row] = _placesPlusOne[words[row]] - 1;
        foreach (int word in _layout.Order) _placesPlusOne[word] = 0;
    }
}
