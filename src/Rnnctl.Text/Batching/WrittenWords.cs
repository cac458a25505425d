using System.Runtime.InteropServices;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Batching;

/// <summary>
/// The distinct words of texts as they are written, each with a number, a spelling in bytes and its id in the vocabulary, for a language model that reads
/// characters: it reads a word that its vocabulary does not have as well as any other. The numbers of the vocabulary's first symbols, unknown, begin and end,
/// are their ids.
/// </summary>
public sealed class WrittenWords
{
    // After the unknown, the begin and the end symbol.
    private const int FirstWord = 3;

    private readonly Vocabulary _vocabulary;
    private readonly SymbolTable _words = new();
    private readonly List<int> _ids = [];

    /// <summary>Creates a list that has the vocabulary's first symbols alone.</summary>
    /// <param name="vocabulary">A vocabulary that frames sequences.</param>
    /// <param name="widest">The widest window over characters that is read.</param>
    public WrittenWords(Vocabulary vocabulary, int widest)
    {
        (_vocabulary, Spellings) = (vocabulary, WordSpellings.OfBytes(widest));
        Clear();
    }

    /// <summary>The spellings, by number.</summary>
    public WordSpellings Spellings { get; }

    /// <summary>Removes all words but the vocabulary's first symbols; keeps the memory.</summary>
    public void Clear()
    {
        _words.Clear();
        _ids.Clear();
        Spellings.Clear();
        Spellings.Add(Vocabulary.Unknown);
        Spellings.AddBegin();
        Spellings.AddEnd();
        _ids.Add(_vocabulary.UnknownId);
        _ids.Add(Vocabulary.BeginId);
        _ids.Add(Vocabulary.EndId);
    }

    /// <summary>Returns the number of a word, which is added where it is new.</summary>
    public int Add(ReadOnlySpan<char> word) => Add(_words.Add(word), word);

    /// <summary>The same for a word that is a string, which is kept.</summary>
    public int Add(string word) => Add(_words.Add(word), word);

    /// <summary>The id in the vocabulary of the word with a number.</summary>
    internal int IdOf(int number) => _ids[number];

    /// <summary>Packs the words that a batch reads, and puts the ids of the vocabulary in the place of their numbers.</summary>
    /// <param name="tokens">The numbers of the words that are read.</param>
    /// <param name="labels">The numbers of those that are predicted; negative where there is none.</param>
    /// <param name="words">Receives the distinct words with their characters.</param>
    internal void Spell(Span<int> tokens, Span<int> labels, PackedWords words)
    {
        words.Fill(Spellings, tokens);
        ToIds(tokens);
        ToIds(labels);
    }

    private int Add(int place, ReadOnlySpan<char> word)
    {
        int number = FirstWord + place;
        if (number < _ids.Count) return number;
        int id = _vocabulary.Find(word);
        _ids.Add(id is Vocabulary.BeginId or Vocabulary.EndId ? _vocabulary.UnknownId : id);
        Spellings.Add(word);
        return number;
    }

    private void ToIds(Span<int> numbers)
    {
        ReadOnlySpan<int> ids = CollectionsMarshal.AsSpan(_ids);
        foreach (ref int number in numbers) number = number < 0 ? number : ids[number];
    }
}
