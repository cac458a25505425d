using System.Runtime.InteropServices;

namespace Rnnctl.Text.Batching;

/// <summary>Sentences as ids, one behind the other in memory that is kept.</summary>
public sealed class EncodedSentences
{
    private readonly List<int> _ids = [];
    private readonly List<int> _starts = [0];

    /// <summary>How many sentences there are.</summary>
    public int Count => _starts.Count - 1;

    /// <summary>How many ids they have together.</summary>
    public int Tokens => _ids.Count;

    /// <summary>Where each sentence's ids start among all, and where the last one's end: <c>[count + 1]</c>.</summary>
    internal ReadOnlySpan<int> Starts => CollectionsMarshal.AsSpan(_starts);

    /// <summary>The ids of a sentence: <c>[tokens]</c>. Good until something is added.</summary>
    public ReadOnlySpan<int> this[int sentence] => CollectionsMarshal.AsSpan(_ids).Slice(_starts[sentence], LengthOf(sentence));

    /// <summary>How many ids a sentence has.</summary>
    public int LengthOf(int sentence) => _starts[sentence + 1] - _starts[sentence];

    /// <summary>Adds a sentence, which may be empty.</summary>
    public void Add(ReadOnlySpan<int> ids)
    {
        _ids.AddRange(ids);
        _starts.Add(_ids.Count);
    }

    /// <summary>Forgets the sentences and keeps the memory.</summary>
    public void Clear()
    {
        _ids.Clear();
        _starts.RemoveRange(1, _starts.Count - 1);
    }
}
