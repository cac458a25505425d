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
    private readonly Vocabulary _vocabulary;
    private readonly SymbolTable _words = new();
    private readonly List<int> _ids = [];

    /// <summary>Creates a list that has the vocabulary's first symbols alone.</summary>
    /// <param name="vocabulary">A vocabulary that frames sequences.</param>
    /// <param name="widest">The widest window over characters that is read.</param>
    public WrittenWords(Vocabulary vocabulary, int widest)
    {
        (_vocabulary, Spellings) = (vocabulary, WordSpellings.OfBytes(widest));
        Spellings.Add(Vocabulary.Unknown);
        Spellings.AddBegin();
        Spellings.AddEnd();
        _ids.AddRange([vocabulary.UnknownId, Vocabulary.BeginId, Vocabulary.EndId]);
        First = _ids.Count;
    }

    /// <summary>The spellings, by number.</summary>
    public WordSpellings Spellings { get; }

    /// <summary>The number of the first word.</summary>
    internal int First { get; }

    /// <summary>Returns the number of a word, which is added where it is new.</summary>
    public int Add(ReadOnlySpan<char> word)
    {
        int number = First + _words.Add(word);
        if (number < _ids.Count) return number;
        int id = _vocabulary.Find(word);
        _ids.Add(id is Vocabulary.BeginId or Vocabulary.EndId ? _vocabulary.UnknownId : id);
        Spellings.Add(word);
        return number;
    }

    /// <summary>The id in the vocabulary of the word with a number.</summary>
    internal int IdOf(int number) => _ids[number];

    /// <summary>Replaces numbers by ids.</summary>
    internal void ToIds(Span<int> numbers)
    {
        ReadOnlySpan<int> ids = CollectionsMarshal.AsSpan(_ids);
        foreach (ref int number in numbers) number = ids[number];
    }
}
