namespace Rnnctl.Text.Batching;

/// <summary>
/// The distinct words of a packed batch, each spelled once, packed in turn: their characters time-major, longest word first. Filled with its batch, and like
/// it without allocating once its arrays are large enough.
/// </summary>
public sealed class PackedWords
{
    private readonly PackedLayout _layout = new();
    private int[] _distinct = [];
    private int[] _placesPlusOne = [];
    private int[] _characterIds = [];
    private int[] _wordOfToken = [];
    private int _tokens;

    /// <summary>How many distinct words there are; 0 where the corpus does not spell its words.</summary>
    public int Count => _layout.Sequences;

    /// <summary>The words' lengths in characters, longest first: <c>[words]</c>.</summary>
    public ReadOnlySpan<int> Lengths => _layout.Lengths;

    /// <summary>The words' characters in the packed order of the words: <c>[characters]</c>.</summary>
    public ReadOnlySpan<int> CharacterIds => _characterIds.AsSpan(0, _layout.Rows);

    /// <summary>For every row of the batch the place of its word among these words: <c>[tokens]</c>.</summary>
    public ReadOnlySpan<int> WordOfToken => _wordOfToken.AsSpan(0, _tokens);

    /// <summary>Packs the words of a batch in place of those that are here.</summary>
    /// <param name="spellings">How the corpus's words are spelled, or null where they are not.</param>
    /// <param name="words">The word of every row of the batch, <c>[tokens]</c>.</param>
    internal void Fill(WordSpellings? spellings, ReadOnlySpan<int> words)
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
