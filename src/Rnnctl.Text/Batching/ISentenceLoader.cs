namespace Rnnctl.Text.Batching;

/// <summary>Brings sentences of a source into memory. Not thread-safe.</summary>
/// <typeparam name="TSentences">The sentences in memory.</typeparam>
public interface ISentenceLoader<TSentences>
{
    /// <summary>Tells a loader of sentences that change by update which update they are loaded for, from 1; others do nothing.</summary>
    void BeginUpdate(long number)
    {
    }

    /// <summary>Loads sentences; valid until the next call.</summary>
    /// <param name="sentences">Their numbers in the source.</param>
    /// <param name="numbers">Receives their numbers in what is returned, in the same order.</param>
    /// <exception cref="InputException">A file can't be read or has changed.</exception>
    TSentences Load(ReadOnlySpan<int> sentences, out ReadOnlySpan<int> numbers);

    /// <summary>The number in the source of each sentence that was loaded last, by its number in what was returned; empty where these are the same.</summary>
    ReadOnlySpan<int> SourceNumbers { get; }
}

/// <summary>The loader of sentences that are in memory.</summary>
/// <param name="sentences">All of them.</param>
internal sealed class NoLoader<TSentences>(TSentences sentences) : ISentenceLoader<TSentences>
{
    /// <inheritdoc/>
    public TSentences Load(ReadOnlySpan<int> chosen, out ReadOnlySpan<int> numbers)
    {
        numbers = chosen;
        return sentences;
    }

    /// <inheritdoc/>
    public ReadOnlySpan<int> SourceNumbers => default;
}
