using System.Runtime.InteropServices;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Batching;

/// <summary>
/// Words as the ids of their characters, in the order in which they were added. A character is a text element of Unicode
/// (extended grapheme cluster, UAX 29): a Chinese character, a letter with its accents, an emoji with its modifiers; or a byte of the word's UTF-8.
/// </summary>
public sealed class WordSpellings
{
    /// <summary>Longer words are cut to this many characters: almost no word is longer, and each further character would cost the batch a step.</summary>
    public const int MostCharacters = 48;

    private readonly Vocabulary? _characters;
    private readonly int _widest;
    private readonly List<int> _ids = [];
    private readonly List<int> _starts = [0];

    /// <summary>Creates an empty list.</summary>
    /// <param name="characters">The vocabulary of characters, which has an unknown symbol.</param>
    public WordSpellings(Vocabulary characters) => _characters = characters;

    private WordSpellings(int widest) => _widest = widest;

    /// <summary>The number of words.</summary>
    public int Count => _starts.Count - 1;

    /// <summary>The ids of the characters of all words, one after the other.</summary>
    internal ReadOnlySpan<int> Characters => CollectionsMarshal.AsSpan(_ids);

    /// <summary>Start of each word among all characters, then the end of the last one: <c>[count + 1]</c>.</summary>
    internal ReadOnlySpan<int> Starts => CollectionsMarshal.AsSpan(_starts);

    /// <summary>The ids of a word's characters, one or more. Valid until something is added.</summary>
    public ReadOnlySpan<int> this[int word] => CollectionsMarshal.AsSpan(_ids)[_starts[word].._starts[word + 1]];

    /// <summary>Creates an empty list of words in the alphabet of bytes.</summary>
    /// <param name="widest">The widest window over characters that is read: see <see cref="ByteAlphabet.Spell"/>.</param>
    public static WordSpellings OfBytes(int widest) => new(widest);

    /// <summary>Adds a word as written; an empty word counts as one unknown character.</summary>
    public void Add(ReadOnlySpan<char> word)
    {
        if (_characters is null) ByteAlphabet.Spell(word, _widest, _ids);
        else AddCharacters(word, _characters);
        _starts.Add(_ids.Count);
    }

    /// <summary>Adds a sentence's begin symbol, in the alphabet of bytes.</summary>
    internal void AddBegin()
    {
        ByteAlphabet.SpellBegin(_widest, _ids);
        _starts.Add(_ids.Count);
    }

    /// <summary>Adds a sentence's end symbol, in the alphabet of bytes.</summary>
    internal void AddEnd()
    {
        ByteAlphabet.SpellEnd(_widest, _ids);
        _starts.Add(_ids.Count);
    }

    /// <summary>Removes all words; keeps the memory.</summary>
    public void Clear()
    {
        _ids.Clear();
        _starts.RemoveRange(1, _starts.Count - 1);
    }

    private void AddCharacters(ReadOnlySpan<char> word, Vocabulary characters)
    {
        int most = _starts[^1] + MostCharacters;
        foreach (ReadOnlySpan<char> character in TextElements.Of(word))
        {
            if (_ids.Count == most) break;
            _ids.Add(characters.Find(character));
        }

        if (_ids.Count == _starts[^1]) _ids.Add(characters.UnknownId);
    }
}
