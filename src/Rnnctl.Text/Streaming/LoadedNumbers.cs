namespace Rnnctl.Text.Streaming;

/// <summary>The sentences that a loader loaded last. They stand in the order in which they were asked for. It reuses its memory.</summary>
internal sealed class LoadedNumbers
{
    private int[] _places = [], _sources = [];
    private int _count;

    /// <summary>Their numbers in the source.</summary>
    public ReadOnlySpan<int> Sources => _sources.AsSpan(0, _count);

    /// <summary>Takes the sentences in place of those before, and returns their numbers among them: 0, 1, 2 and so on.</summary>
    public ReadOnlySpan<int> Take(ReadOnlySpan<int> sources)
    {
        _count = sources.Length;
        if (_sources.Length < _count) (_places, _sources) = ([.. Enumerable.Range(0, 2 * _count)], new int[2 * _count]);
        sources.CopyTo(_sources);
        return _places.AsSpan(0, _count);
    }
}
