namespace Rnnctl.Text.Corpora;

/// <summary>Sentences and their translations, as lines of text.</summary>
public sealed class SentencePairs : ISentencePairs
{
    private readonly List<string> _sources = [];
    private readonly List<string> _targets = [];

    /// <summary>The number of pairs.</summary>
    public int Count => _sources.Count;

    /// <summary>The sentences to translate: <c>[count]</c>.</summary>
    public IReadOnlyList<string> Sources => _sources;

    /// <summary>Their translations, in the same order: <c>[count]</c>.</summary>
    public IReadOnlyList<string> Targets => _targets;

    /// <summary>The number of pairs that were skipped because one side is blank.</summary>
    public int Empty { get; private set; }

    /// <summary>Adds a pair.</summary>
    public void Add(string source, string target)
    {
        _sources.Add(source);
        _targets.Add(target);
    }

    /// <inheritdoc/>
    void ISentencePairs.Add(ReadOnlySpan<char> source, ReadOnlySpan<char> target) => Add(source.ToString(), target.ToString());

    /// <inheritdoc/>
    void ISentencePairs.CountEmpty() => Empty++;
}
