using System.Runtime.InteropServices;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Batching;

/// <summary>Sentences of words as the symbols that a language model reads, and where each word's symbols are. Clearing keeps the memory.</summary>
/// <param name="encoder">How words become symbols.</param>
/// <param name="written">
/// For a model that reads characters: gives the words numbers, which are the symbols then; null for others. It holds the words of these sentences alone.
/// </param>
public sealed class EncodedWords(TextEncoder encoder, WrittenWords? written = null)
{
    private readonly List<SymbolRange> _ranges = [];
    private readonly List<int> _starts = [0];
    private readonly List<int> _ids = [];

    /// <summary>Whether a sentence without words also has its begin and end symbols; otherwise it has no symbols and is in no batch.</summary>
    public bool FramesEmpty { get; init; }

    /// <summary>The words as written, of which the sentences hold the numbers, for a model that reads characters; null for others.</summary>
    public WrittenWords? Written { get; } = written;

    /// <summary>The symbols of each sentence between the begin and end symbols.</summary>
    public EncodedSentences Framed { get; } = new();

    /// <summary>The number of sentences.</summary>
    public int Count => Framed.Count;

    /// <summary>The total number of words.</summary>
    public int Words => _ranges.Count;

    /// <summary>Start of each sentence among all words, then the end of the last one: <c>[count + 1]</c>.</summary>
    internal ReadOnlySpan<int> Starts => CollectionsMarshal.AsSpan(_starts);

    /// <summary>The position of a sentence's first word among all words.</summary>
    public int StartOf(int sentence) => _starts[sentence];

    /// <summary>The number of words of a sentence.</summary>
    public int LengthOf(int sentence) => _starts[sentence + 1] - _starts[sentence];

    /// <summary>Adds a sentence; it may have no words.</summary>
    public void Add(IReadOnlyList<string> words)
    {
        _ids.Clear();
        if (words.Count > 0 || FramesEmpty)
        {
            _ids.Add(encoder.BeginId);
            if (Written is null) encoder.EncodeWords(words, _ids, _ranges);
            else Write(words, Written);
            _ids.Add(encoder.EndId);
        }

        Framed.Add(CollectionsMarshal.AsSpan(_ids));
        _starts.Add(_ranges.Count);
    }

    /// <summary>Removes all sentences.</summary>
    public void Clear()
    {
        Framed.Clear();
        _ranges.Clear();
        _starts.RemoveRange(1, _starts.Count - 1);
        Written?.Clear(); // An endless input has endless words.
    }

    /// <summary>The positions of each word's symbols in the framed sentence, <c>[words]</c>.</summary>
    internal ReadOnlySpan<SymbolRange> RangesOf(int sentence) => CollectionsMarshal.AsSpan(_ranges)[_starts[sentence].._starts[sentence + 1]];

    private void Write(IReadOnlyList<string> words, WrittenWords written)
    {
        for (int word = 0; word < words.Count; word++)
        {
            _ranges.Add(new SymbolRange(_ids.Count, _ids.Count));
            _ids.Add(written.Add(words[word]));
        }
    }
}
