using System.Globalization;
using System.Runtime.InteropServices;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Batching;

/// <summary>
/// Words as the ids of their characters, in the order in which they were added. A character is what a reader takes for one, a text element of Unicode
/// (extended grapheme cluster, UAX 29): a Chinese character, a letter with its accents, an emoji with its modifiers.
/// </summary>
public sealed class WordSpellings
{
    /// <summary>The most characters of a word that are spelled: hardly a word of any language has more, and each more would cost a batch a step.</summary>
    public const int MostCharacters = 48;

    private readonly Vocabulary _characters;
    private readonly List<int> _ids = [];
    private readonly List<int> _starts = [0];

    /// <summary>No word as yet.</summary>
    /// <param name="characters">The vocabulary of characters, which has an unknown symbol.</param>
    public WordSpellings(Vocabulary characters) => _characters = characters;

    /// <summary>How many words there are.</summary>
    public int Count => _starts.Count - 1;

    /// <summary>Where each word's characters start among all, and where the last one's end.</summary>
    internal ReadOnlySpan<int> Starts => CollectionsMarshal.AsSpan(_starts);

    /// <summary>The ids of a word's characters, one or more. Good until something is added.</summary>
    public ReadOnlySpan<int> this[int word] => CollectionsMarshal.AsSpan(_ids)[_starts[word].._starts[word + 1]];

    /// <summary>Adds a word as it is written; one of no characters counts as one unknown character.</summary>
    public void Add(ReadOnlySpan<char> word)
    {
        int most = _starts[^1] + MostCharacters;
        while (!word.IsEmpty && _ids.Count < most)
        {
            int length = StringInfo.GetNextTextElementLength(word);
            _ids.Add(_characters.Find(word[..length]));
            word = word[length..];
        }

        if (_ids.Count == _starts[^1]) _ids.Add(_characters.UnknownId);
        _starts.Add(_ids.Count);
    }

    /// <summary>Forgets the words and keeps the memory.</summary>
    public void Clear()
    {
        _ids.Clear();
        _starts.RemoveRange(1, _starts.Count - 1);
    }
}
