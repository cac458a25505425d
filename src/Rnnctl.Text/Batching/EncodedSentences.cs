using System.Runtime.InteropServices;

namespace Rnnctl.Text.Batching;

/// <summary>Sentences as ids, stored one after the other. Clearing keeps the memory.</summary>
public sealed class EncodedSentences
{
    private readonly List<int> _ids = [];
    private readonly List<int> _starts = [0];

    /// <summary>The words that the ids are symbols of, for models that also read words as they are written; else null. The caller adds them.</summary>
    public SegmentedSentences? Words { get; init; }

    /// <summary>The number of sentences.</summary>
    public int Count => _starts.Count - 1;

    /// <summary>The total number of ids.</summary>
    public int Tokens => _ids.Count;

    /// <summary>Start of each sentence among all ids, then the end of the last one: <c>[count + 1]</c>.</summary>
    internal ReadOnlySpan<int> Starts => CollectionsMarshal.AsSpan(_starts);

    /// <summary>The ids of a sentence: <c>[tokens]</c>. Valid until something is added.</summary>
    public ReadOnlySpan<int> this[int sentence] => CollectionsMarshal.AsSpan(_ids).Slice(_starts[sentence], LengthOf(sentence));

    /// <summary>The number of ids of a sentence.</summary>
    public int LengthOf(int sentence) => _starts[sentence + 1] - _starts[sentence];

    /// <summary>Adds a sentence; it may be empty.</summary>
    public void Add(ReadOnlySpan<int> ids)
    {
        _ids.AddRange(ids);
        _starts.Add(_ids.Count);
    }

    /// <summary>Removes all sentences; keeps the memory.</summary>
    public void Clear()
    {
        Words?.Clear();
        _ids.Clear();
        _starts.RemoveRange(1, _starts.Count - 1);
    }
}
