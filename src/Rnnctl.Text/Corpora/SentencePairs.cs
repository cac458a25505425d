namespace Rnnctl.Text.Corpora;

/// <summary>Sentences and their translations, as the lines that they were read from.</summary>
public sealed class SentencePairs
{
    private readonly List<string> _sources = [];
    private readonly List<string> _targets = [];

    /// <summary>How many pairs there are.</summary>
    public int Count => _sources.Count;

    /// <summary>The sentences to translate: <c>[count]</c>.</summary>
    public IReadOnlyList<string> Sources => _sources;

    /// <summary>Their translations, in the same order: <c>[count]</c>.</summary>
    public IReadOnlyList<string> Targets => _targets;

    /// <summary>How many pairs were left out because a side of them is blank.</summary>
    public int Empty { get; private set; }

    /// <summary>Adds a pair.</summary>
    public void Add(string source, string target)
    {
        _sources.Add(source);
        _targets.Add(target);
    }

    /// <summary>Counts a pair that is left out because a side of it is blank.</summary>
    internal void LeaveOut() => Empty++;
}
