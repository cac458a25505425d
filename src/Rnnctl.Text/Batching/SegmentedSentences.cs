using System.Runtime.InteropServices;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Batching;

/// <summary>Sentences of words as they are written, and how many symbols of a model's vocabulary each word is. Clearing keeps the memory.</summary>
public sealed class SegmentedSentences
{
    private readonly EncodedSentences _symbols = new();
    private readonly List<int> _numbers = [], _counts = [];

    /// <summary>The words.</summary>
    public SentenceWords Written { get; } = new(new SymbolTable());

    /// <summary>The number of symbols of each word of a sentence, <c>[words]</c>. Valid until something is added.</summary>
    public ReadOnlySpan<int> SymbolsOf(int sentence) => _symbols[sentence];

    /// <summary>Adds a sentence; it may have no words.</summary>
    /// <param name="words">Its words.</param>
    /// <param name="most">The most symbols that it may have; the others are cut off, and their words too.</param>
    public void Add(IReadOnlyList<SegmentedWord> words, int most)
    {
        _numbers.Clear();
        _counts.Clear();
        for (int word = 0; word < words.Count && most > 0; word++)
        {
            _numbers.Add(Written.Symbols.Add(words[word].Text));
            _counts.Add(Math.Min(most, words[word].Symbols));
            most -= words[word].Symbols;
        }

        Written.Add(CollectionsMarshal.AsSpan(_numbers));
        _symbols.Add(CollectionsMarshal.AsSpan(_counts));
    }

    /// <summary>Removes all sentences and words.</summary>
    public void Clear()
    {
        Written.Clear();
        _symbols.Clear();
    }
}
