namespace Rnnctl.Text.Corpora;

/// <summary>What a reader of sentences and their translations fills.</summary>
internal interface ISentencePairs
{
    /// <summary>The number of pairs.</summary>
    int Count { get; }

    /// <summary>Called before the pairs of a file with two columns, or of two parallel files.</summary>
    void Begin(params ReadOnlySpan<LineReader> files)
    {
    }

    /// <summary>Adds the pair of the files' last lines, or two empty sentences of lines before them.</summary>
    void Add(ReadOnlySpan<char> source, ReadOnlySpan<char> target);

    /// <summary>Counts a pair that is skipped because one side is blank.</summary>
    void CountEmpty();
}
