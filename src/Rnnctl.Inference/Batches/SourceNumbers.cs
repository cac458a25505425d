using Rnnctl.Text.Batching;

namespace Rnnctl.Inference.Batches;

/// <summary>The numbers that the sentences of a batch have in the source from which they were loaded. It reuses its memory.</summary>
internal sealed class SourceNumbers
{
    private int[] _numbers = [];

    /// <summary>The numbers in the source; valid until the next call.</summary>
    /// <param name="loader">What loaded the batch.</param>
    /// <param name="loaded">The sentences' numbers among those that it loaded.</param>
    public ReadOnlySpan<int> Of<TSentences>(ISentenceLoader<TSentences> loader, ReadOnlySpan<int> loaded)
    {
        if (_numbers.Length < loaded.Length) _numbers = new int[2 * loaded.Length];
        for (int place = 0; place < loaded.Length; place++) _numbers[place] = loader.SourceNumber(loaded[place]);
        return _numbers.AsSpan(0, loaded.Length);
    }
}
