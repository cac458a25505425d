using System.Runtime.InteropServices;
using Rnnctl.Text.Vocabularies;

namespace Rnnctl.Text.Batching;

/// <summary>Encoded sentences, and what was counted in them.</summary>
/// <param name="encoder">Makes words to symbols.</param>
/// <param name="written">Makes words to the numbers of written words in the place of symbols, where their characters are read; else null.</param>
/// <param name="counts">Receives the symbols of the words, and those that are unknown; null where nobody asks.</param>
internal sealed class PlaceBuffer(TextEncoder encoder, WrittenWords? written, UnknownSymbols? counts = null)
{
    private readonly List<int> _right = [];

    /// <summary>The symbol on the right of each place; a sentence's last is the end symbol. Valid until something is added.</summary>
    public ReadOnlySpan<int> Right => CollectionsMarshal.AsSpan(_right);

    /// <summary>The number of sentences that were ever added.</summary>
    public long Sentences { get; private set; }

    /// <summary>The number of their words.</summary>
    public long Words { get; private set; }

    /// <summary>The number of their words that have an unknown symbol.</summary>
    public long UnknownWords { get; private set; }

    /// <summary>Adds the sentence of a line; a blank line has none.</summary>
    public void Add(ReadOnlySpan<char> line)
    {
        int start = _right.Count;
        foreach (ReadOnlySpan<char> word in Blanks.WordsOf(line))
        {
            if (_right.Count > start && encoder.Unit == TextUnit.Characters) _right.Add(Vocabulary.SpaceId);
            int first = _right.Count;
            if (written is null) encoder.EncodeWord(word, _right);
            else _right.Add(written.Add(word));
            int unknown = written is null ? Right[first..].Count(encoder.UnknownId) : written.IdOf(_right[first]) == encoder.UnknownId ? 1 : 0;
            if (unknown > 0) UnknownWords++;
            counts?.Add(word, _right.Count - first, unknown);
            Words++;
        }

        if (_right.Count == start) return;
        _right.Add(Vocabulary.EndId);
        Sentences++;
    }

    /// <summary>Removes all sentences; keeps the memory and the counts.</summary>
    public void Clear() => _right.Clear();
}
